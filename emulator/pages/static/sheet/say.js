// What the page tells: a word beside the title, a sentence that stays, a question.
const status = document.getElementById("status");
const holder = document.getElementById("alert");
const dialog = document.getElementById("ask");

export const say = (text) => { status.textContent = text; };

function button(text, className, onClick) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = text;
  one.className = className;
  one.addEventListener("click", onClick);
  return one;
}

// A sentence that stays until it is dismissed, with what can be done about it.
export function alertWith(text, actions = {}) {
  const said = document.createElement("p");
  said.textContent = text;
  const close = () => { holder.hidden = true; };
  const buttons = Object.entries(actions).map(([name, act]) => button(name, "quiet", () => { close(); act(); }));
  holder.replaceChildren(said, ...buttons, button("Dismiss", "quiet", () => { close(); document.getElementById("grid").focus(); }));
  holder.hidden = false;
}

// Ask with a dialog: yes or no, or with `value` for a text (null = no).
export function confirmWith(text, yes, value) {
  return new Promise((resolve) => {
    const title = Object.assign(document.createElement("p"), { id: "ask-title", textContent: text });
    const parts = [title];
    let field = null;
    if (value !== undefined) {
      field = Object.assign(document.createElement("input"), { value });
      field.setAttribute("aria-labelledby", "ask-title");
      field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); close(field.value.trim() || null); } });
      parts.push(field);
    }
    const close = (result) => { dialog.onclose = null; dialog.close(); resolve(result); };
    const row = Object.assign(document.createElement("p"), { className: "pick" });
    row.append(button(yes, "", () => close(field ? field.value.trim() || null : true)), button("Cancel", "quiet", () => close(field ? null : false)));
    dialog.replaceChildren(...parts, row);
    dialog.onclose = () => resolve(field ? null : false);
    dialog.showModal();
    if (field) field.select();
  });
}
