// Editing a cell: in place, in the bar above, from a list of choices; and sending what was typed.
import { ask, cell, cellName, foresee, heading, model, onChange, protection, raw, refresh, rowTexts, rule } from "./model.js";
import { box, drawAll, element, reveal, selection } from "./draw.js";
import { chosen, closeChoices, moveChoice, openChoices } from "./choices.js";
import { describe, select } from "./select.js";
import { alertWith, confirmWith, say } from "./say.js";
import { sizes, step, stepRow } from "./sizes.js";

const grid = document.getElementById("grid");
const holder = document.getElementById("editor");
const field = document.getElementById("editor-text");
const bar = document.getElementById("content");
let now = null; // {row, column, was, before, field}
export const undoable = [];
let sending = Promise.resolve();

export const editing = () => now !== null;
export const beingEdited = () => now;

function mayWrite(row, column) {
  const guard = protection(row, column);
  if (!model.data.mayEdit) alertWith("You may look at this workbook, but not write in it.");
  else if (guard && !guard.open) alertWith(guard.why || "These cells are protected from you. Its owner can change that.");
  else return true;
  return false;
}

// Begin to edit; `text` replaces what is there ("" when somebody just types).
export function start(text, into = field) {
  const { row, column } = selection;
  if (!mayWrite(row, column)) return;
  select(row, column);
  now = { row, column, was: rowTexts(row), before: raw(row, column), field: into };
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
  const { row, column, was, before } = now;
  let text = now.field.value;
  const offered = rule(row, column);
  if (offered && offered.choices && text !== "" && !text.startsWith("=")) {
    text = offered.choices.find((one) => one.toLowerCase() === text.trim().toLowerCase()) ?? text;
    if (offered.strict && !offered.choices.includes(text)) {
      now.field.setAttribute("aria-invalid", "true");
      alertWith(`“${text}” is not one of the choices for ${heading(column)}. Choose from the list, or leave with Escape.`);
      now.field.focus();
      return false;
    }
  }
  cancel();
  if (text !== before) write([{ row, was, cells: { [column]: text } }]);
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
    if (Object.keys(cells).length) lines.push({ row, was: rowTexts(row), cells });
  });
  if (refused) alertWith(`${refused} Nothing was written.`);
  else if (lines.length && lines.every((line) => Object.keys(line.cells).every((column) => mayWrite(line.row, Number(column))))) write(lines);
}

// Send lines to the server, asking first where cells are protected with a warning.
export async function write(lines, isUndo = false) {
  const guard = lines.flatMap((line) => Object.keys(line.cells).map((column) => line.row >= model.data.frozenRows && protection(line.row, Number(column)))).find(Boolean);
  if (guard && !isUndo && !(await confirmWith(`${guard.why || "These cells are protected with a warning."} Write here all the same?`, "Write"))) {
    grid.focus();
    return;
  }
  const back = lines.map(({ row, cells }) => ({ row, cells: Object.fromEntries(Object.keys(cells).map((column) => [column, raw(row, Number(column))])) }));
  lines.forEach(({ row, cells }) => Object.entries(cells).forEach(([column, text]) => foresee(row, Number(column), text)));
  drawAll();
  describe();
  say("Saving…");
  const gid = model.gid;
  sending = sending.then(() => send(gid, lines, back, isUndo));
}

async function send(gid, lines, back, isUndo) {
  try {
    const { rows } = await ask("/type", { gid, lines });
    if (!isUndo) undoable.push({ gid, lines: back.map((line, at) => ({ ...line, row: rows[at] })) });
    await refresh(gid === model.gid ? gid : model.gid);
    say("Saved");
  } catch (error) {
    await refresh().catch(() => {});
    drawAll();
    describe();
    const [line] = lines;
    const [column, text] = Object.entries(line.cells)[0];
    const typed = lines.length === 1 && text ? ` You typed: “${text}”.` : "";
    alertWith(`Not saved: ${error.message}${typed}`, text && lines.length === 1 ? {
      "Put it into the cell again": () => { select(line.row, Number(column)); reveal(line.row, Number(column)); start(text); },
    } : {});
    say("Not saved");
  }
}

export function undoTyping() {
  const last = undoable.pop();
  if (!last || last.gid !== model.gid) { say("Nothing to undo on this tab"); return; }
  const lines = last.lines.map(({ row, cells }) => ({ row, was: rowTexts(row), cells }));
  select(lines[0].row, Number(Object.keys(lines[0].cells)[0]));
  write(lines, true);
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

export { box };
