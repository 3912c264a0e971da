// Where everything is: widths of columns, heights of rows, and what lies at a height.
import { cell, model } from "./model.js";

export const NUMBERS = 44; // width of the row numbers
export const LETTERS = 24; // height of the column letters
const ROW = 27, LINE = 20, PADDING = 7, MOST_LINES = 4;

export const sizes = { left: [], width: [], top: [], height: [], total: 0, columns: [], frozenWidth: 0, frozenHeight: 0 };

const pen = document.createElement("canvas").getContext("2d");
const measured = new Map();

function linesOf(text, width, bold) {
  const key = `${width}|${bold ? 1 : 0}|${text}`;
  if (measured.has(key)) return measured.get(key);
  pen.font = `${bold ? "600 13" : "13"}px Arial, "Liberation Sans", Roboto, "Segoe UI", system-ui, sans-serif`;
  let lines = 0;
  for (const part of text.split("\n")) {
    let run = 0;
    lines += 1;
    for (const word of part.split(/(?<=\s)/)) {
      const wide = pen.measureText(word.trimEnd()).width;
      if (run && run + wide > width) { lines += 1; run = 0; }
      if (wide > width) { lines += Math.floor(wide / width); run = wide % width; } else run += pen.measureText(word).width;
    }
  }
  if (measured.size > 60000) measured.clear();
  measured.set(key, lines);
  return lines;
}

// A row is as high as somebody made it; else as its wrapped texts need, up to a limit. The rest is in
// the bar above.
function heightOf(row) {
  const { data } = model;
  if (data.heights[row]) return data.heights[row];
  let lines = 1;
  (data.cells[row] || []).forEach((found, column) => {
    if (!found || !data.widths[column]) return;
    const shown = cell(row, column);
    const look = data.looks[shown.s];
    if (look && look.wrap && shown.t.length > 6) {
      lines = Math.max(lines, linesOf(shown.t, sizes.width[column] - 11, look.b));
    }
  });
  const need = Math.min(lines, MOST_LINES) * LINE + PADDING;
  return Math.max(ROW, need);
}

export function measure(available) {
  const { data } = model;
  const narrow = available < 620;
  sizes.left = []; sizes.width = []; sizes.columns = [];
  let x = NUMBERS;
  data.widths.forEach((width, column) => {
    const wide = column < data.frozenColumns && narrow ? Math.min(width, Math.round(available * 0.36)) : Math.min(width, Math.max(available - 60, 200));
    sizes.left.push(x);
    sizes.width.push(wide);
    if (wide) sizes.columns.push(column);
    x += wide;
  });
  sizes.total = x;
  sizes.frozenWidth = data.frozenColumns < data.columns ? sizes.left[data.frozenColumns] : x;
  const hidden = new Set(data.hiddenRows);
  const tops = new Float64Array(data.rows + 1);
  let y = 0;
  for (let row = 0; row < data.rows; row += 1) {
    if (row === data.frozenRows) { sizes.frozenHeight = y; y = 0; }
    tops[row] = y;
    y += hidden.has(row) ? 0 : heightOf(row);
  }
  if (data.frozenRows >= data.rows) { sizes.frozenHeight = y; y = 0; }
  tops[data.rows] = y;
  sizes.top = tops;
}

export const rowTop = (row) => sizes.top[row];
export function rowHeight(row) {
  const end = row + 1 === model.data.frozenRows ? sizes.frozenHeight : sizes.top[row + 1];
  return end - sizes.top[row];
}
export const bodyHeight = () => sizes.top[model.data.rows];
export const headHeight = () => LETTERS + sizes.frozenHeight;

// The row of the body at a height.
export function rowAt(y) {
  let low = model.data.frozenRows, high = model.data.rows - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sizes.top[middle] <= y) low = middle; else high = middle - 1;
  }
  return low;
}

export function step(list, at, by) {
  const place = list.indexOf(at);
  return list[Math.max(0, Math.min(list.length - 1, (place < 0 ? 0 : place) + by))];
}

export function stepRow(row, by) {
  const way = Math.sign(by);
  let at = row;
  for (let left = Math.abs(by); left > 0; left -= 1) {
    let next = at + way;
    while (next >= 0 && next < model.data.rows && rowHeight(next) === 0) next += way;
    if (next < 0 || next >= model.data.rows) break;
    at = next;
  }
  return at;
}
