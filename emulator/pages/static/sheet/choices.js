// The list of choices below a cell being edited.
const list = document.getElementById("choices");
const field = document.getElementById("editor-text");
const MOST = 200;
let at = -1;
let take = () => {};

// All choices, or those that fit what has been typed so far.
export function openChoices(choices, typed, onTake) {
  take = onTake;
  const wanted = typed.trim().toLowerCase();
  const fitting = choices.filter((one) => one.toLowerCase().includes(wanted));
  fitting.sort((one, other) => other.toLowerCase().startsWith(wanted) - one.toLowerCase().startsWith(wanted));
  list.replaceChildren(...fitting.slice(0, MOST).map((text, number) => {
    const option = document.createElement("li");
    option.id = `choice-${number}`;
    option.setAttribute("role", "option");
    option.textContent = text;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(text); });
    return option;
  }));
  list.hidden = !fitting.length;
  field.setAttribute("aria-expanded", String(Boolean(fitting.length)));
  mark(wanted ? -1 : fitting.indexOf(field.value), false);
}

export function closeChoices() {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  mark(-1);
}

// Up and down in an open list. True if the key was meant for it.
export function moveChoice({ key, altKey }) {
  if (list.hidden || altKey || (key !== "ArrowDown" && key !== "ArrowUp")) return false;
  const last = list.children.length - 1;
  mark(key === "ArrowDown" ? Math.min(at + 1, last) : Math.max(at - 1, 0));
  return true;
}

export const chosen = () => (list.hidden || at < 0 ? null : list.children[at].textContent);

function mark(number, scroll = true) {
  at = number;
  [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
  if (at < 0 || !list.children[at]) { field.removeAttribute("aria-activedescendant"); return; }
  field.setAttribute("aria-activedescendant", list.children[at].id);
  if (scroll) list.children[at].scrollIntoView({ block: "nearest" });
}
