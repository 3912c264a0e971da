// The Format menu: what real schools do to a sheet beside typing into it. Each entry is
// [name, what it does, whether it can be done], as in menu.js.
import { heading, mergeAt, model, raw } from "./model.js";
import { box } from "./draw.js";
import { change } from "./menu.js";
import { confirmWith } from "./say.js";

const FORMATS = [["plain text", { type: "TEXT" }], ["number", { type: "NUMBER", pattern: "0.##" }], ["percent", { type: "PERCENT", pattern: "0%" }], ["date", { type: "DATE" }], ["time", { type: "TIME" }]];
const NO = { userEnteredValue: { boolValue: false } };

const range = (top, bottom, left, right) => ({ sheetId: model.gid, startRowIndex: top, endRowIndex: bottom, startColumnIndex: left, endColumnIndex: right });

// As in Google: an empty cell with a tick box holds FALSE, down to the last row.
function tickBoxes(top, left, right) {
  const { rows } = model.data;
  const requests = [{ setDataValidation: { range: range(top, rows, left, right), rule: { condition: { type: "BOOLEAN" }, strict: true, showCustomUi: true } } }];
  for (let column = left; column < right; column += 1) {
    let from = top;
    for (let row = top; row <= rows; row += 1) {
      if (row < rows && raw(row, column) === "") continue;
      if (row > from) requests.push({ repeatCell: { range: range(from, row, column, column + 1), cell: NO, fields: "userEnteredValue" } });
      from = row + 1;
    }
  }
  return requests;
}

function titleRow(text) {
  const { frozenRows } = model.data;
  const first = { sheetId: model.gid, rowIndex: 0, columnIndex: 0 };
  return [
    { insertDimension: { range: { sheetId: model.gid, dimension: "ROWS", startIndex: 0, endIndex: 1 }, inheritFromBefore: false } },
    { updateCells: { start: first, rows: [{ values: [{ userEnteredValue: { stringValue: text } }] }], fields: "userEnteredValue" } },
    ...(frozenRows ? [{ updateSheetProperties: { properties: { sheetId: model.gid, gridProperties: { frozenRowCount: frozenRows + 1 } }, fields: "gridProperties.frozenRowCount" } }] : []),
  ];
}

async function merge(chosen, count) {
  const { startRowIndex: top, endRowIndex: bottom, startColumnIndex: left, endColumnIndex: right } = chosen;
  let filled = 0;
  for (let row = top; row < bottom; row += 1) for (let column = left; column < right; column += 1) filled += raw(row, column) !== "" ? 1 : 0;
  const lost = filled - (raw(top, left) !== "" ? 1 : 0);
  if (lost && !(await confirmWith(`Merge ${count} cells? Only the first one keeps its text.`, "Merge"))) return;
  change([{ mergeCells: { range: chosen, mergeType: "MERGE_ALL" } }]);
}

export function formatEntries() {
  const { top, bottom, left, right } = box();
  const { frozenRows, rows } = model.data;
  const many = right > left ? `${right - left + 1} columns` : heading(left);
  const body = range(frozenRows, rows, left, right + 1);
  const chosen = range(top, bottom + 1, left, right + 1);
  const merged = mergeAt(top, left);
  const count = (bottom - top + 1) * (right - left + 1);
  const paint = (numberFormat) => change([{ repeatCell: { range: body, cell: { userEnteredFormat: numberFormat ? { numberFormat } : {} }, fields: "userEnteredFormat.numberFormat" } }]);
  return [
    [`Tick boxes in ${many}, to the last row`, () => change(tickBoxes(frozenRows, left, right + 1)), true],
    [`No rule for what ${many} may hold`, () => change([{ setDataValidation: { range: body } }]), true],
    ...FORMATS.map(([name, format]) => [`Show ${many} as ${name}, to the last row`, () => paint(format), true]),
    [`Show ${many} as typed`, () => paint(null), true],
    ["Merge the chosen cells", () => merge(chosen, count), count > 1],
    ["Take the merged cells apart", () => change([{ unmergeCells: { range: range(merged[0], merged[2], merged[1], merged[3]) } }]), Boolean(merged)],
    ["Insert a title row above the headings", async () => { const text = await confirmWith("Words of the title", "Insert", ""); if (text) change(titleRow(text)); }, true],
  ];
}
