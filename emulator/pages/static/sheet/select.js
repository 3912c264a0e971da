// Choosing cells, by mouse and by keyboard; copying and pasting blocks.
import { cell, cellName, heading, headingRow, mergeAt, model, protection, raw, readRange, rowTexts, rule } from "./model.js";
import { box, drawSelection, reveal, selection } from "./draw.js";
import { clearCells, editing, finish, start, writeBlock } from "./edit.js";
import { openMenu, undo } from "./menu.js";
import { toNotices } from "./say.js";
import { sizes, step, stepRow } from "./sizes.js";

const grid = document.getElementById("grid");
const scroller = document.getElementById("scroller");
const place = document.getElementById("place");
const content = document.getElementById("content");
const hint = document.getElementById("hint");
let dragging = false;

export function select(row, column, extend = false) {
  const merged = !extend && mergeAt(row, column);
  if (merged) [row, column] = merged;
  if (!extend) Object.assign(selection, { row, column });
  Object.assign(selection, { toRow: row, toColumn: column });
  reveal(row, column);
  describe();
}

// What the bar above the grid says about the chosen cell.
export function describe() {
  const { row, column } = selection;
  const shown = cell(row, column);
  const { top, bottom, left, right } = box();
  const one = top === bottom && left === right;
  if (document.activeElement !== place) place.value = one ? cellName(row, column) : `${cellName(top, left)}:${cellName(bottom, right)}`;
  if (document.activeElement !== content) content.value = shown.r;
  document.getElementById("content-label").textContent = `Content of ${cellName(row, column)}, ${heading(column)}`;
  hint.replaceChildren(...hints(row, column, shown));
}

function hints(row, column, shown) {
  const parts = [];
  const guard = protection(row, column);
  const offered = model.data.rules[shown.v];
  const lines = shown.t.split("\n");
  const leads = shown.m ? shown.m.map((address, at) => [address, `Open ${lines[at]}`]) : [[shown.l, "Open the link"]];
  for (const [href, textContent] of leads) if (href) parts.push(Object.assign(document.createElement("a"), { href, textContent }));
  if (guard && row >= model.data.frozenRows) parts.push(guard.why || (guard.open ? "These cells are protected with a warning." : "These cells are protected."));
  if (offered && offered.choices && shown.t && !offered.choices.includes(shown.t)) parts.push(`“${shown.t}” is not one of the choices.`);
  const note = shown.n || (model.data.frozenRows && row >= model.data.frozenRows ? cell(headingRow(), column).n : "");
  if (note) parts.push(note.split("\n\n").pop());
  return parts.flatMap((part, at) => (at ? [" · ", part] : [part]));
}

const outward = () => ({ row: selection.toRow, column: selection.toColumn });

function move(rows, columns, extend) {
  const from = { ...(extend ? outward() : selection) };
  const merged = mergeAt(from.row, from.column);
  if (merged && rows > 0) from.row = merged[2] - 1;
  if (merged && columns > 0) from.column = merged[3] - 1;
  const row = rows ? stepRow(from.row, rows) : from.row;
  const column = columns ? step(sizes.columns, from.column, columns) : from.column;
  select(row, column, extend);
}

// To the end of what is filled, as with Ctrl and an arrow.
function leap(rows, columns, extend) {
  let { row, column } = extend ? outward() : selection;
  const next = () => [rows ? stepRow(row, rows) : row, columns ? step(sizes.columns, column, columns) : column];
  const [firstRow, firstColumn] = next();
  const through = raw(firstRow, firstColumn) !== "" && raw(row, column) !== "";
  for (let left = model.data.rows + model.data.columns; left > 0; left -= 1) {
    const [toRow, toColumn] = next();
    if (toRow === row && toColumn === column) break;
    if (through && raw(toRow, toColumn) === "") break;
    [row, column] = [toRow, toColumn];
    if (!through && raw(row, column) !== "") break;
  }
  select(row, column, extend);
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onKey(event) {
  if (event.target !== grid) return;
  const { key, shiftKey } = event;
  const held = event.ctrlKey || event.metaKey;
  const done = () => event.preventDefault();
  if (ARROWS[key] && !event.altKey) {
    done();
    return (held ? leap : move)(...ARROWS[key], shiftKey);
  }
  const page = Math.max(1, Math.floor(scroller.clientHeight / 32) - 3);
  if (key === "PageDown" || key === "PageUp") { done(); return move(key === "PageDown" ? page : -page, 0, shiftKey); }
  if (key === "Home") { done(); return select(held ? 0 : outward().row, sizes.columns[0], shiftKey); }
  if (key === "End") {
    done();
    const last = Math.max(0, model.data.cells.length - 1);
    return select(held ? last : outward().row, sizes.columns[sizes.columns.length - 1], shiftKey);
  }
  if (key === "F10" && shiftKey) { done(); return openMenu("row"); }
  if (key === "ContextMenu") { done(); return openMenu("row"); }
  if (held && key === "Enter") {
    done();
    const { l } = cell(selection.row, selection.column);
    if (l) location.assign(l);
    return undefined;
  }
  if (key === " " && tick()) return done();
  if (key === "Enter" || key === "F2") { done(); return start(); }
  if (key === "ArrowDown" && event.altKey) { done(); return start(); }
  if (key === "Delete" || key === "Backspace") { done(); return clearCells(box()); }
  if (held && key.toLowerCase() === "z") { done(); return undo(); }
  if (held && key.toLowerCase() === "a") { done(); return selectAll(); }
  if (key === "F6" && toNotices()) return done();
  if (key === "Escape") return select(selection.row, selection.column);
  if (key.length === 1 && !held && !event.altKey) return start("");
  return undefined;
}

// The tick box in the chosen cell, if there is one, the other way round.
function tick() {
  const { row, column } = selection;
  const offered = rule(row, column);
  if (!offered || !offered.tick || row < model.data.frozenRows) return false;
  const [ticked, not] = offered.tick;
  writeBlock(row, column, [[raw(row, column) === ticked ? not : ticked]]);
  return true;
}

function selectAll() {
  Object.assign(selection, { row: 0, column: 0, toRow: Math.max(0, model.data.cells.length - 1), toColumn: model.data.columns - 1 });
  drawSelection();
  describe();
}

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function onCopy(event) {
  if (document.activeElement !== grid) return;
  const { top, bottom, left, right } = box();
  const lines = [];
  for (let row = top; row <= bottom; row += 1) {
    const line = [];
    for (let column = left; column <= right; column += 1) if (model.data.widths[column]) line.push(quoted(cell(row, column).t));
    lines.push(line.join("\t"));
  }
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
  if (event.type === "cut") clearCells(box());
}

// Tab-separated lines, with quotes around what holds tabs or line ends.
function blockOf(text) {
  const rows = [[""]];
  let open = false;
  const all = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < all.length; at += 1) {
    const line = rows[rows.length - 1];
    const last = line.length - 1;
    const sign = all[at];
    if (open && sign === '"' && all[at + 1] === '"') { line[last] += '"'; at += 1; }
    else if (sign === '"' && (open || line[last] === "")) open = !open;
    else if (!open && sign === "\t") line.push("");
    else if (!open && sign === "\n") rows.push([""]);
    else line[last] += sign;
  }
  return rows;
}

function onPaste(event) {
  if (document.activeElement !== grid) return;
  event.preventDefault();
  const block = blockOf(event.clipboardData.getData("text/plain"));
  const { top, left, bottom, right } = box();
  const fills = block.length === 1 && block[0].length === 1;
  const rows = fills ? Array.from({ length: bottom - top + 1 }, () => Array(right - left + 1).fill(block[0][0])) : block;
  writeBlock(top, left, rows);
}

function onMouse(event) {
  const target = event.target.closest(".cell");
  if (!target || event.target.closest("a") || event.button) return;
  const line = target.closest(".row");
  const row = Number(line.dataset.row), column = Number(target.dataset.column);
  if (event.type === "mousedown") {
    if (editing() && !finish()) return;
    event.preventDefault();
    grid.focus({ preventScroll: true });
    if (!line.dataset.row) {
      if (target.dataset.column) whole(0, model.data.rows - 1, column, column, event.shiftKey);
      return;
    }
    if (!target.dataset.column) { whole(row, row, 0, model.data.columns - 1, event.shiftKey); return; }
    const again = selection.row === row && selection.column === column && selection.toRow === row && selection.toColumn === column;
    dragging = true;
    select(row, column, event.shiftKey);
    if (event.target.closest(".tick") && tick()) { dragging = false; return; }
    if (event.detail === 2 || (again && (event.target.closest(".arrow") || matchMedia("(pointer: coarse)").matches))) {
      dragging = false;
      start();
    } else if (event.target.closest(".arrow")) start();
  } else if (dragging && line.dataset.row && target.dataset.column) {
    Object.assign(selection, { toRow: row, toColumn: column });
    drawSelection();
    describe();
  }
}

function whole(top, bottom, left, right, extend) {
  if (!extend) Object.assign(selection, { row: top, column: left });
  Object.assign(selection, { toRow: bottom, toColumn: right });
  drawSelection();
  describe();
}

export function listen() {
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("mousedown", onMouse);
  grid.addEventListener("mousemove", onMouse);
  addEventListener("mouseup", () => { dragging = false; });
  grid.addEventListener("contextmenu", (event) => {
    const target = event.target.closest(".cell");
    const line = target && target.closest(".row");
    if (!line || event.target.closest("a")) return;
    event.preventDefault();
    const { top, bottom, left, right } = box();
    const row = Number(line.dataset.row), column = Number(target.dataset.column);
    if (!line.dataset.row) { if (column < left || column > right) whole(0, model.data.rows - 1, column, column); return openMenu("column", event); }
    if (row < top || row > bottom) select(row, Number.isNaN(column) ? selection.column : column);
    openMenu("row", event);
  });
  document.addEventListener("copy", onCopy);
  document.addEventListener("cut", onCopy);
  document.addEventListener("paste", onPaste);
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    goTo(place.value);
    grid.focus();
  });
  place.addEventListener("blur", describe);
}

// The cells that the address names: scrolled to and marked.
export function goTo(text) {
  const range = readRange(text);
  if (!range) return;
  Object.assign(selection, { row: range.top, column: range.left, toRow: range.bottom, toColumn: range.right });
  reveal(range.top, range.left);
  describe();
}

const IDENTITY = ["Row ID", "Referral ID", "Case code"];

// The row that the add-on is asked about: the first id that it carries.
export function chosenRow() {
  if (!model.data) return {};
  const heads = rowTexts(headingRow());
  const ids = IDENTITY.map((name) => heads.indexOf(name)).filter((at) => at >= 0).map((at) => cell(selection.row, at).t);
  const tab = model.data.tabs.find((one) => one.id === model.gid);
  const named = (selection.row > headingRow() && ids.find(Boolean)) || "";
  return { workbook_id: document.getElementById("workbook").dataset.book, tab: tab ? tab.title : "", row_id: named };
}
