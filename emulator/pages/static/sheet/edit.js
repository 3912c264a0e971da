// Editing a cell: in place, in the bar above, from a list of choices.
import { cellName, heading, model, onChange, protection, raw, rule } from "./model.js";
import { element, selection } from "./draw.js";
import { handleOf, send } from "./sending.js";
import { chosen, closeChoices, moveChoice, openChoices } from "./choices.js";
import { describe, select } from "./select.js";
import { confirmWith, notice } from "./say.js";
import { sizes, step, stepRow } from "./sizes.js";

const grid = document.getElementById("grid");
const holder = document.getElementById("editor");
const field = document.getElementById("editor-text");
const bar = document.getElementById("content");
let now = null; // {row, handle, column, before, field}

export const editing = () => now !== null;
export const beingEdited = () => now;

function mayWrite(row, column) {
  const guard = protection(row, column);
  if (!model.data.mayEdit) notice("You may look at this workbook, but not write in it.");
  else if (guard && !guard.open) notice(guard.why || "These cells are protected from you. Its owner can change that.");
  else return true;
  return false;
}

// Begin to edit; `text` replaces what is there ("" when somebody just types).
export function start(text, into = field) {
  const { row, column } = selection;
  if (!mayWrite(row, column)) return;
  select(row, column);
  now = { row, handle: handleOf(row), column, before: raw(row, column), field: into };
  if (into === bar) return;
  field.value = text ?? now.before;
  field.setAttribute("aria-label", `${cellName(row, column)}, ${heading(column)}`);
  field.removeAttribute("aria-invalid");
  holder.hidden = false;
  placeEditor();
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
  const offered = rule(row, column);
  if (offered && offered.choices) openChoices(offered.choices, text === undefined ? "" : text, (choice) => { field.value = choice; finish(); grid.focus(); });
}

export function placeEditor() {
  if (!now || now.field === bar) return;
  const at = element(now.row, now.column);
  if (!at) return;
  const cellBox = at.getBoundingClientRect();
  const area = holder.parentElement.getBoundingClientRect();
  const width = Math.min(Math.max(cellBox.width, 120), area.width - 8);
  holder.style.left = `${Math.max(0, Math.min(cellBox.left - area.left, area.width - width - 4))}px`;
  holder.style.top = `${Math.max(0, Math.min(cellBox.top - area.top, area.height - 60))}px`;
  holder.style.width = `${width}px`;
  field.style.height = "auto";
  field.style.height = `${Math.min(Math.max(cellBox.height, field.scrollHeight + 2), area.height - 8)}px`;
  holder.classList.toggle("upwards", cellBox.bottom - area.top > area.height * 0.6);
}

export function cancel() {
  now = null;
  holder.hidden = true;
  closeChoices();
  describe();
}

// Write what stands in the editor. False if it cannot stand there; the editor then stays.
export function finish() {
  if (!now) return true;
  const { row, handle, column, before } = now;
  let text = now.field.value;
  const offered = rule(row, column);
  if (offered && offered.choices && text !== "" && !text.startsWith("=")) {
    text = offered.choices.find((one) => one.toLowerCase() === text.trim().toLowerCase()) ?? text;
    if (offered.strict && !offered.choices.includes(text)) {
      now.field.setAttribute("aria-invalid", "true");
      notice(`“${text}” is not one of the choices for ${heading(column)}. Choose from the list, or leave with Escape.`);
      now.field.focus();
      return false;
    }
  }
  cancel();
  if (text !== before) write([{ row, handle, was: { [column]: before }, cells: { [column]: text } }]);
  return true;
}

export function clearCells({ top, bottom, left, right }) {
  const rows = [];
  for (let row = top; row <= Math.min(bottom, model.data.cells.length - 1); row += 1) {
    rows.push(Array.from({ length: right - left + 1 }, (_, at) => (raw(row, left + at) === "" ? null : "")));
  }
  writeBlock(top, left, rows);
}

// Several cells at once; null leaves a cell alone. Hidden columns are passed over.
export function writeBlock(top, left, rows) {
  const columns = sizes.columns.slice(sizes.columns.indexOf(left) < 0 ? 0 : sizes.columns.indexOf(left));
  const lines = [];
  let refused = "";
  rows.forEach((texts, down) => {
    const row = top + down;
    if (row >= model.data.rows) { refused = "The block reaches beyond the last row; add rows first."; return; }
    const cells = {};
    texts.forEach((text, along) => {
      const column = columns[along];
      if (text === null || column === undefined || raw(row, column) === text) return;
      const offered = rule(row, column);
      if (text && offered && offered.strict && offered.choices && !offered.choices.includes(text)) {
        refused = `“${text}” is not one of the choices for ${heading(column)} (${cellName(row, column)}).`;
      }
      cells[column] = text;
    });
    const was = Object.fromEntries(Object.keys(cells).map((column) => [column, raw(row, Number(column))]));
    if (Object.keys(cells).length) lines.push({ row, handle: handleOf(row), was, cells });
  });
  if (refused) notice(`${refused} Nothing was written.`);
  else if (lines.length && lines.every((line) => Object.keys(line.cells).every((column) => mayWrite(line.row, Number(column))))) write(lines);
}

// Send lines {row, handle, was, cells}, asking first where cells are protected with a warning.
async function write(lines) {
  const guard = lines.flatMap((line) => Object.keys(line.cells).map((column) => line.row >= model.data.frozenRows && protection(line.row, Number(column)))).find(Boolean);
  if (guard && !(await confirmWith(`${guard.why || "These cells are protected with a warning."} Write here all the same?`, "Write"))) {
    grid.focus();
    return;
  }
  send(lines);
}

function onKey(event) {
  const { key } = event;
  if (moveChoice(event)) { event.preventDefault(); return; }
  if (key === "Escape") { event.preventDefault(); cancel(); grid.focus(); return; }
  const newLine = key === "Enter" && (event.altKey || event.ctrlKey || (event.shiftKey && now && now.field === bar));
  if (newLine) {
    event.preventDefault();
    event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
    placeEditor();
    return;
  }
  if (key !== "Enter" && key !== "Tab") return;
  event.preventDefault();
  const choice = chosen();
  if (choice !== null && event.target === field) field.value = choice;
  const { row, column } = selection;
  if (!finish()) return;
  grid.focus({ preventScroll: true });
  if (key === "Enter") select(stepRow(row, event.shiftKey ? -1 : 1), column);
  else select(row, step(sizes.columns, column, event.shiftKey ? -1 : 1));
}

export function listenToEditor() {
  field.addEventListener("keydown", onKey);
  field.addEventListener("input", () => {
    placeEditor();
    const offered = now && rule(now.row, now.column);
    if (offered && offered.choices) openChoices(offered.choices, field.value, (choice) => { field.value = choice; finish(); grid.focus(); });
  });
  field.addEventListener("blur", () => setTimeout(() => { if (now && now.field === field && document.activeElement !== field && !document.querySelector("dialog[open]")) finish(); }));
  bar.addEventListener("focus", () => { if (!now) start(undefined, bar); if (!now) grid.focus(); });
  bar.addEventListener("keydown", onKey);
  bar.addEventListener("blur", () => { if (now && now.field === bar) finish(); });
  onChange(() => { if (now) requestAnimationFrame(placeEditor); });
}
