// What the page knows of the tab it shows, and how it hears of changes.

const NONE = Object.freeze({ t: "", r: "", s: -1, v: -1 });
const EVERY = 2500; // milliseconds between looks

export const model = { data: null, gid: null, listeners: [], early: [], asking: null };
const base = () => `/spreadsheets/d/${document.getElementById("workbook").dataset.book}`;

export const onChange = (listener) => model.listeners.push(listener);
export const onFresh = (listener) => model.early.push(listener); // before anything is drawn
const tell = (before) => [...model.early, ...model.listeners].forEach((listener) => listener(before));

// `keepalive`: it is sent even while the page is being closed.
export async function ask(path, body, keepalive = false) {
  const answer = await fetch(base() + path, body && {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), keepalive,
  }).catch(() => { throw new Error("The local Workspace does not answer."); });
  const said = await answer.json().catch(() => ({ error: "The local Workspace gave no answer that can be read." }));
  if (!answer.ok) throw Object.assign(new Error(said.error), { status: answer.status });
  return said;
}

// Look again. While one look is under way a second one waits for it, and then looks itself.
export function refresh(gid = model.gid) {
  const before = model.asking || Promise.resolve();
  const mine = before.catch(() => {}).then(() => look(gid));
  model.asking = mine;
  return mine;
}

async function look(gid) {
  const known = model.data && model.data.gid === gid ? model.data.version : "";
  const before = model.data;
  const got = await ask(`/data?gid=${gid ?? ""}&since=${encodeURIComponent(known)}`).catch((error) => {
    if (error.status !== 404 || !before || before.gid !== gid) throw error;
    history.replaceState(null, "", location.pathname); // the tab is gone; the first one is shown
    return ask("/data?gid=");
  });
  if (got.same) return;
  model.data = got;
  model.gid = got.gid;
  tell(before);
}

export function watch(onTrouble) {
  let failed = false;
  setInterval(() => {
    if (document.hidden || !model.data) return;
    refresh().then(() => { if (failed) onTrouble(""); failed = false; }, (error) => {
      failed = true;
      onTrouble(error.status ? error.message : "The local Workspace does not answer; trying again.");
    });
  }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && model.data) refresh().catch(() => {}); });
}

// One cell: t what it shows, r what is edited, s look, v rule, and k, n, l where they are set.
export function cell(row, column) {
  const { cells, defaults } = model.data;
  const found = cells[row] && cells[row][column];
  const [s, v] = row < headRows() ? [-1, -1] : defaults[column] || [-1, -1];
  if (!found) return row < headRows() || !cells[row] ? { ...NONE, s, v } : { t: "", r: "", s, v };
  if (typeof found === "string") return { t: found, r: found, s: defaults[column][0], v: defaults[column][1] };
  const t = found.t ?? "";
  return { ...found, t, r: found.r ?? t, s: found.s ?? defaults[column][0], v: found.v ?? defaults[column][1] };
}

// Rows above the one whose looks are the columns' own; an empty cell there looks like nothing.
const headRows = () => Math.min(Math.max(1, model.data.frozenRows), Math.max(0, model.data.rows - 1));

export const raw = (row, column) => cell(row, column).r;
// The merged cells of which this is one, as [top, left, bottom, right].
export const mergeAt = (row, column) => model.data.merges.find(([top, left, bottom, right]) => row >= top && row < bottom && column >= left && column < right);

export const rule = (row, column) => model.data.rules[cell(row, column).v];

export function rowTexts(row, data = model.data) {
  const line = (data.cells[row] || []).map((one) => (typeof one === "string" ? one : one ? one.r ?? one.t ?? "" : ""));
  while (line.length && line[line.length - 1] === "") line.pop();
  return line;
}

// Show a text at once, before the server has it.
export function foresee(row, column, text) {
  const { cells } = model.data;
  while (cells.length <= row) cells.push([]);
  const line = cells[row];
  while (line.length <= column) line.push(0);
  const known = typeof line[column] === "object" ? line[column] : {};
  line[column] = { s: known.s, v: known.v, n: known.n, t: text, pending: true };
  if (line[column].s === undefined) delete line[column].s;
  if (line[column].v === undefined) delete line[column].v;
}

// A row without texts; a tick box that nobody ticked says nothing.
export const isBlank = (row) => rowTexts(row).every((text) => text === "" || text === "FALSE");

// Where a row of an older look at this tab is now: by its key, else by the row above that has
// one; -1 if it is gone.
export function whereNow(before, row) {
  const { keys, rows } = model.data;
  const key = before.keys[row];
  if (key) return keys.indexOf(key);
  for (let at = row - 1; at >= 0; at -= 1) {
    if (!before.keys[at]) continue;
    const to = keys.indexOf(before.keys[at]) + row - at;
    return to > row - at - 1 && to < rows && !keys[to] ? to : row;
  }
  return row;
}

export function columnName(column) {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
export const cellName = (row, column) => columnName(column) + (row + 1);

// "C5", "C5:D9" or "5:5" as a rectangle of whole indices, null for anything else.
export function readRange(text) {
  const hit = /^\$?([A-Z]{0,3})\$?(\d*)(?::\$?([A-Z]{0,3})\$?(\d*))?$/i.exec((text || "").trim().split("!").pop());
  if (!hit || !(hit[1] || hit[2])) return null;
  const column = (name) => [...name.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const { rows, columns } = model.data;
  const top = hit[2] ? Number(hit[2]) - 1 : 0;
  const left = hit[1] ? column(hit[1]) : 0;
  const bottom = hit[4] ? Number(hit[4]) - 1 : hit[2] ? top : rows - 1;
  const right = hit[3] ? column(hit[3]) : hit[1] ? left : columns - 1;
  if (top < 0 || top >= rows || left >= columns) return null;
  return { top, left, bottom: Math.min(Math.max(top, bottom), rows - 1), right: Math.min(Math.max(left, right), columns - 1) };
}

export function protection(row, column) {
  const at = model.data.protected.filter((one) => one.top <= row && row < one.bottom && one.left <= column && column < one.right);
  return at.find((one) => !one.open) || at[0];
}

// The headings stand in the last row that is kept in sight: a title may stand above them.
export const headingRow = () => Math.max(0, model.data.frozenRows - 1);
export const heading = (column) => cell(headingRow(), column).t || `column ${columnName(column)}`;
