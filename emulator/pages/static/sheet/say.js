// What the page tells: a word beside the title, a sentence that stays, a question.
const status = document.getElementById("status");
const holder = document.getElementById("notices");
const grid = document.getElementById("grid");
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

// A sentence that stays until it is dismissed, below those that stand there already, with what
// can be done about it. Escape dismisses the one that has the focus; the next one gets it.
export function notice(text, actions = {}) {
  const known = [...holder.children].find((one) => one.firstChild.textContent === text);
  if (known) { holder.append(known); return; }
  const one = document.createElement("div");
  one.className = "message";
  one.setAttribute("role", "alert");
  const close = () => {
    const next = one.nextElementSibling || one.previousElementSibling;
    one.remove();
    holder.hidden = !holder.children.length;
    (next ? next.querySelector("button:last-child") : grid).focus();
  };
  const buttons = Object.entries(actions).map(([name, act]) => button(name, "quiet", () => { close(); act(); }));
  one.append(Object.assign(document.createElement("p"), { textContent: text }), ...buttons, button("Dismiss", "quiet", close));
  one.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  holder.hidden = false;
  holder.append(one);
  holder.scrollTop = holder.scrollHeight;
}

// From the grid to the notice that came last, if there is one.
export function toNotices() {
  if (holder.hidden) return false;
  holder.lastElementChild.querySelector("button:last-child").focus();
  return true;
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
