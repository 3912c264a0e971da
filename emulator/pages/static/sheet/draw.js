// Draws the rows that can be seen, and only those.
import { cell, cellName, columnName, mergeAt, model, protection } from "./model.js";
import { drawCharts } from "./chart.js";
import { bodyHeight, headHeight, LETTERS, measure, NUMBERS, rowAt, rowHeight, rowTop, sizes } from "./sizes.js";

const grid = document.getElementById("grid");
const scroller = document.getElementById("scroller");
const charts = document.getElementById("charts");
const ADDRESS = /^https?:\/\/\S+$/;
const AROUND = 8; // rows drawn beyond what is seen
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const drawn = new Map();
let head, body, letters;
let frozen = [];
export const selection = { row: 0, column: 0, toRow: 0, toColumn: 0 };

export const box = () => ({
  top: Math.min(selection.row, selection.toRow), bottom: Math.max(selection.row, selection.toRow),
  left: Math.min(selection.column, selection.toColumn), right: Math.max(selection.column, selection.toColumn),
});

function make(kind, className, role) {
  const element = document.createElement(kind);
  if (className) element.className = className;
  if (role) element.setAttribute("role", role);
  return element;
}

// The whole tab anew: sizes, looks, frozen part, what is seen.
export function drawAll() {
  const { data } = model;
  measure(scroller.clientWidth);
  sheet.replaceSync(styles(data));
  if (!head) {
    head = make("div", "heads", "rowgroup");
    body = make("div", "body", "rowgroup");
    letters = make("div", "row letters", "row");
    head.append(letters);
    grid.replaceChildren(head, body);
  }
  grid.setAttribute("aria-rowcount", data.rows + 1);
  grid.setAttribute("aria-colcount", sizes.columns.length + 1);
  letters.setAttribute("aria-rowindex", "1");
  letters.replaceChildren(corner(), ...sizes.columns.map(letter));
  frozen = Array.from({ length: data.frozenRows }, (_, row) => line(row));
  frozen.forEach((one) => one.classList.add("frozen"));
  head.replaceChildren(letters, ...frozen);
  drawn.forEach((element) => element.remove());
  drawn.clear();
  drawCharts(charts, data.charts, (row) => (row < data.frozenRows ? 0 : rowTop(row)) + headHeight());
  drawSeen();
}

function styles(data) {
  const rules = [
    `.canvas{width:${Math.max(sizes.total, ...data.charts.map(rightEdge))}px;height:${headHeight() + bodyHeight()}px}`,
    `.heads{height:${headHeight()}px}`,
    `.body{height:${bodyHeight()}px}`,
    `.row{width:${sizes.total}px}`,
    `.cell.no,.letters .cell.no{width:${NUMBERS}px;left:0}`,
    `.letters{height:${LETTERS}px}`,
  ];
  for (const column of sizes.columns) {
    rules.push(`.c${column}{width:${sizes.width[column]}px}`);
    if (column < data.frozenColumns) rules.push(`.c${column}{position:sticky;left:${sizes.left[column]}px;z-index:2}`);
    if (column === data.frozenColumns - 1) rules.push(`.c${column}{box-shadow:2px 0 0 #c3ccd2}`);
  }
  data.looks.forEach((look, number) => rules.push(`.s${number}{${declared(look)}}`));
  data.bands.forEach((band, number) => {
    for (const part of ["first", "second", "head"]) if (band[part]) rules.push(`.b${number}${part}{background:${band[part]}}`);
  });
  return rules.join("\n");
}

const rightEdge = (chart) => (sizes.left[chart.column] ?? 0) + chart.dx + chart.width + 12;

function declared(look) {
  const side = { l: "left", c: "center", r: "right" }[look.h];
  const height = { t: "flex-start", m: "center", b: "flex-end" }[look.v];
  const marks = [look.u && "underline", look.x && "line-through"].filter(Boolean).join(" ");
  return [
    look.bg && `background:${look.bg}!important`, look.fg && `color:${look.fg}`, look.b && "font-weight:600",
    look.i && "font-style:italic", marks && `text-decoration:${marks}`, side && `text-align:${side};justify-content:${side}`,
    height && `align-items:${height}`, look.wrap && "white-space:pre-wrap;overflow-wrap:anywhere",
    look.size && look.size !== 10 && `font-size:${Math.round(look.size * 1.4)}px`,
  ].filter(Boolean).join(";");
}

function corner() {
  const one = make("div", "cell no", "columnheader");
  one.append(Object.assign(make("span", "sr"), { textContent: "Row" }));
  return one;
}

function letter(column, place) {
  const one = make("div", `cell letter c${column}`, "columnheader");
  one.dataset.column = column;
  one.setAttribute("aria-colindex", place + 2);
  one.textContent = columnName(column);
  return one;
}

function line(row) {
  const one = make("div", "row", "row");
  one.dataset.row = row;
  one.setAttribute("aria-rowindex", row + 2);
  one.style.height = `${rowHeight(row)}px`;
  if (row >= model.data.frozenRows) one.style.top = `${rowTop(row)}px`;
  const number = make("div", "cell no", "rowheader");
  number.textContent = row + 1;
  one.append(number, ...sizes.columns.map((column, place) => box1(row, column, place)));
  return one;
}

function linkTo(address, text) {
  const link = make("a");
  link.href = address;
  link.tabIndex = -1;
  link.textContent = text;
  if (!address.startsWith("/")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  return link;
}

// One cell. Of several lines each that is an address is a link.
function box1(row, column, place) {
  const shown = cell(row, column);
  const one = make("div", classes(row, column, shown), row < model.data.frozenRows ? "columnheader" : "gridcell");
  one.id = `cell-${row}-${column}`;
  one.dataset.column = column;
  one.setAttribute("aria-colindex", place + 2);
  const inner = make("span", "in");
  if (shown.m) inner.append(...shown.t.split("\n").flatMap((part, at) => [at ? "\n" : "", shown.m[at] ? linkTo(shown.m[at], part) : part]));
  else if (shown.l) inner.append(linkTo(shown.l, shown.t));
  else if (shown.t.includes("://")) inner.append(...shown.t.split(/(\n)/).map((part) => (ADDRESS.test(part) ? linkTo(part, part) : part)));
  else inner.textContent = shown.t;
  one.append(inner);
  const rule = row >= model.data.frozenRows && model.data.rules[shown.v];
  const merged = mergeAt(row, column);
  if (merged) spread(one, row, column, merged);
  if (rule && rule.tick && [...rule.tick, ""].includes(shown.t)) tickBox(one, inner, shown.t === rule.tick[0]);
  else if (rule && rule.choices) {
    const arrow = make("span", "arrow");
    arrow.setAttribute("aria-hidden", "true");
    one.append(arrow);
    if (shown.t && !rule.choices.includes(shown.t)) {
      one.classList.add("odd");
      one.setAttribute("aria-invalid", "true");
    }
  }
  if (shown.n) {
    one.title = shown.n;
    one.classList.add("noted");
  }
  return one;
}

function tickBox(one, inner, ticked) {
  one.classList.add("ticks");
  inner.className = "in tick";
  inner.textContent = ticked ? "☑" : "☐";
  one.setAttribute("aria-label", ticked ? "ticked" : "not ticked");
}

// The first of merged cells lies over the others.
function spread(one, row, column, [top, left, bottom, right]) {
  if (row !== top || column !== left) { one.classList.add("covered"); return; }
  const own = sizes.width[column];
  let width = 0, height = 0;
  for (let at = left; at < right; at += 1) width += sizes.width[at];
  for (let at = top; at < bottom; at += 1) if (at < model.data.frozenRows === row < model.data.frozenRows) height += rowHeight(at);
  one.classList.add("merged");
  Object.assign(one.style, { width: `${width}px`, marginRight: `${own - width}px`, height: `${height}px` });
  one.setAttribute("aria-colspan", right - left);
  one.setAttribute("aria-rowspan", bottom - top);
}

function classes(row, column, shown) {
  const names = ["cell", `c${column}`];
  model.data.bands.forEach((band, number) => {
    if (row < band.top || row >= band.bottom || column < band.left || column >= band.right) return;
    const first = band.head ? band.top + 1 : band.top;
    names.push(`b${number}${row < first ? "head" : (row - first) % 2 ? "second" : "first"}`);
  });
  if (shown.s >= 0) names.push(`s${shown.s}`);
  if (shown.k) names.push(`k${shown.k}`);
  if (shown.pending) names.push("pending");
  if (row >= model.data.frozenRows && protection(row, column)) names.push("kept");
  return names.join(" ");
}

export function drawSeen() {
  const from = Math.max(model.data.frozenRows, rowAt(scroller.scrollTop) - AROUND);
  const end = scroller.scrollTop + scroller.clientHeight;
  const to = Math.min(model.data.rows - 1, rowAt(end) + AROUND);
  drawn.forEach((element, row) => {
    if (row < from || row > to) { element.remove(); drawn.delete(row); }
  });
  for (let row = from; row <= to; row += 1) {
    if (!drawn.has(row) && rowHeight(row)) {
      const one = line(row);
      drawn.set(row, one);
      const after = [...body.children].find((other) => other.dataset.row && Number(other.dataset.row) > row);
      body.insertBefore(one, after || null);
    }
  }
  drawSelection();
}

export function drawSelection() {
  grid.querySelectorAll(".active, .picked").forEach((one) => {
    one.classList.remove("active", "picked");
    one.removeAttribute("aria-selected");
  });
  const { top, bottom, left, right } = box();
  const rows = [...frozen, ...drawn.values()];
  for (const one of rows) {
    const row = Number(one.dataset.row);
    const inside = row >= top && row <= bottom;
    one.firstChild.classList.toggle("on", inside);
    if (!inside) continue;
    for (const part of one.children) {
      const column = Number(part.dataset.column);
      if (column >= left && column <= right) { part.classList.add("picked"); part.setAttribute("aria-selected", "true"); }
    }
  }
  for (const one of letters.children) {
    const column = Number(one.dataset.column);
    one.classList.toggle("on", column >= left && column <= right);
  }
  const active = document.getElementById(`cell-${selection.row}-${selection.column}`);
  if (active) {
    active.classList.add("active");
    grid.setAttribute("aria-activedescendant", active.id);
  } else grid.removeAttribute("aria-activedescendant");
}

// Bring a cell into what can be seen, beside the frozen part.
export function reveal(row, column) {
  if (row >= model.data.frozenRows) {
    const top = rowTop(row), bottom = top + rowHeight(row);
    const room = scroller.clientHeight - headHeight();
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + room) scroller.scrollTop = Math.max(0, Math.min(top, bottom - room + 4));
  }
  if (column >= model.data.frozenColumns) {
    const left = sizes.left[column] - sizes.frozenWidth, right = left + sizes.width[column];
    const room = scroller.clientWidth - sizes.frozenWidth;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (right > scroller.scrollLeft + room) scroller.scrollLeft = Math.max(0, Math.min(left, right - room + 4));
  }
  drawSeen();
}

export const element = (row, column) => document.getElementById(`cell-${row}-${column}`);
export const name = cellName;
