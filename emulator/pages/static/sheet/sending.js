// What was typed on its way to the server: cell by cell, one line after the other, to the rows
// that were meant. Nothing is forgotten on the way: what cannot be written stays in a notice.
import { ask, cellName, foresee, isBlank, model, onChange, onFresh, raw, refresh, whereNow } from "./model.js";
import { drawAll, reveal, selection } from "./draw.js";
import { describe, select } from "./select.js";
import { notice, say } from "./say.js";

const MOST_HANDLES = 200;
const KEEPALIVE = 60000; // bytes that a browser still sends while a page is being closed
// A row that somebody types into: {gid, key, row, empty, above, mine}. Its key is 0 until the
// server has given it one; `mine` says by column what we sent, and what that is shown as.
let handles = [];
let waiting = []; // {handle, was, cells}: typed, but not yet known to be written
let sending = Promise.resolve();
export const undoable = [];

export const settled = () => sending;
export const unsaved = () => waiting.length > 0;

// The row that stands at this place now, by a name that it keeps when it moves.
export function handleOf(row) {
  const key = model.data.keys[row] || 0;
  const mine = handles.filter((one) => one.gid === model.gid);
  const known = (key && mine.find((one) => one.key === key)) || (!key && mine.find((one) => one.row === row && !one.gone));
  if (known) { known.row = row; return known; }
  const handle = { gid: model.gid, key, row, empty: isBlank(row), above: above(row), mine: {} };
  const busy = new Set(waiting.map((one) => one.handle));
  handles = [...handles.slice(-MOST_HANDLES), ...handles.slice(0, -MOST_HANDLES).filter((one) => busy.has(one)), handle];
  return handle;
}

function above(row) {
  for (let at = row - 1; at >= 0; at -= 1) if (model.data.keys[at]) return { key: model.data.keys[at], by: row - at };
  return { key: 0, by: 0 };
}

// After a look: where the rows are now, and what is still on its way shown over what came.
let moves = new Map();
onFresh((old) => {
  const before = old && old.gid === model.gid ? old : null;
  moves = new Map();
  for (const one of handles.filter((handle) => handle.gid === model.gid)) {
    const from = one.row;
    const at = one.key ? model.data.keys.indexOf(one.key) : -1;
    if (at >= 0) { one.row = at; one.seen = true; one.empty = one.empty && isBlank(at); }
    else if (one.key) one.gone = Boolean(one.seen);
    else if (before) { one.row = whereNow(before, one.row); one.above = above(one.row); }
    if (!one.gone) moves.set(from, one.row);
  }
  showWaiting();
});

// Where a row that was chosen before the last look is now; -1 if it is gone.
export const movedTo = (before, row) => moves.get(row) ?? whereNow(before, row);

function showWaiting() {
  for (const { handle, cells } of waiting) {
    if (handle.gid !== model.gid || handle.gone) continue;
    for (const [column, text] of Object.entries(cells)) foresee(handle.row, Number(column), text);
  }
}

// Lines {handle, was, cells}: shown at once, written as soon as those before them are.
export function send(lines, isUndo = false) {
  const back = lines.map(({ handle, cells }) => ({ handle, cells: Object.fromEntries(Object.keys(cells).map((column) => [column, raw(handle.row, Number(column))])) }));
  waiting.push(...lines);
  showWaiting();
  drawAll();
  describe();
  say("Saving…");
  sending = sending.then(() => deliver(lines, back, isUndo));
}

// What stood in a cell when it was edited; what we wrote there ourselves counts as seen.
const seenBy = ({ handle, was, cells }) => Object.fromEntries(Object.keys(cells).map((column) => [column, handle.mine[column]?.sent === was[column] ? handle.mine[column].now : was[column]]));

async function deliver(lines, back, isUndo) {
  const sent = lines.map((line) => ({ row: line.handle.row, key: line.handle.key, empty: line.handle.empty, above: line.handle.above, was: seenBy(line), cells: line.cells }));
  const body = { gid: lines[0].handle.gid, lines: sent };
  try {
    const answer = await ask("/type", body, JSON.stringify(body).length < KEEPALIVE);
    waiting = waiting.filter((one) => !lines.includes(one));
    const lost = lines.filter((line, at) => !answer.lines[at]);
    const written = lines.filter((line, at) => answer.lines[at]);
    lines.forEach((line, at) => { if (answer.lines[at]) settle(line, answer.lines[at]); });
    if (!isUndo && written.length) undoable.push({ gid: body.gid, lines: back.filter((line, at) => answer.lines[at]) });
    lost.forEach((line) => { line.handle.gone = true; });
    if (lost.length) { model.data.version = ""; tellLost(lost, "The row was deleted while you were typing."); }
    await refresh();
    lines.forEach((line) => { line.handle.seen = true; });
    say(lost.length ? "Not all is saved" : unsaved() ? "Saving…" : "Saved");
  } catch (error) {
    waiting = waiting.filter((one) => !lines.includes(one));
    if (model.data.gid === body.gid) model.data.version = ""; // take back what was shown too early
    await refresh().catch(() => {});
    tellLost(lines, error.message);
    say("Not saved");
  }
}

// The server has written a line: where it stands now, and what somebody else had put there.
function settle({ handle, cells }, { row, key, now, over, aside }) {
  const from = handle.row;
  Object.assign(handle, { key, row, empty: false });
  for (const column of Object.keys(cells)) handle.mine[column] = { sent: cells[column], now: now[column] };
  if (handle.gid === model.gid && row !== from) follow(from, row);
  if (aside) notice(`Somebody else has just filled row ${from + 1}. What you typed stands in row ${row + 1}.`);
  const others = Object.entries(over);
  if (!others.length) return;
  const [column, text] = others[0];
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  notice(`${cellName(row, Number(column))}${more} changed while you were typing. What you typed (“${cells[column]}”) stands now; before it stood “${text}”.`, {
    "Put that back": () => send([{ handle, was: { ...cells }, cells: over }]),
  });
}

// The place where the next key press goes moves on with the row that was typed into.
function follow(from, to) {
  if (selection.row !== from && (selection.row < from || selection.row > to)) return;
  const by = Math.min(to - from, model.data.rows - 1 - selection.row);
  Object.assign(selection, { row: selection.row + by, toRow: selection.row + by });
}

function tellLost(lines, why) {
  const [{ handle, cells }] = lines;
  const texts = lines.flatMap((line) => Object.values(line.cells)).filter(Boolean);
  const column = Number(Object.keys(cells)[0]);
  const again = lines.length === 1 && Object.keys(cells).length === 1;
  const place = handle.gid === model.gid && !handle.gone ? `${cellName(handle.row, column)}: ` : "";
  const actions = {};
  if (texts.length && again) actions["Put it into the chosen cell"] = () => putAgain(texts[0]);
  if (texts.length) actions.Copy = () => navigator.clipboard.writeText(lines.map((line) => Object.values(line.cells).join("\t")).join("\n"));
  notice(`${place}Not saved: ${why}${texts.length ? ` You typed: “${texts.join("” · “")}”` : ""}`, actions);
}

function putAgain(text) {
  const { row, column } = selection;
  reveal(row, column);
  send([{ handle: handleOf(row), was: { [column]: raw(row, column) }, cells: { [column]: text } }]);
}

export function undoTyping() {
  const last = undoable.pop();
  if (!last || last.gid !== model.gid) { say("Nothing to undo on this tab"); return; }
  const { handle, cells } = last.lines[0];
  if (!handle.gone) select(handle.row, Number(Object.keys(cells)[0]));
  send(last.lines.map((line) => ({ ...line, was: Object.fromEntries(Object.keys(line.cells).map((column) => [column, raw(line.handle.row, Number(column))])) })), true);
}

onChange(() => { document.getElementById("undo").disabled = !undoable.length; });
