// The menus of rows, columns and tabs: each entry is a batchUpdate as the API takes it.
import { ask, heading, model, refresh, rowTexts } from "./model.js";
import { box, selection } from "./draw.js";
import { settled, undoable, undoTyping } from "./sending.js";
import { formatEntries } from "./format.js";
import { select } from "./select.js";
import { confirmWith, notice, say } from "./say.js";

const grid = document.getElementById("grid");
let menu = null;
let opener = null;

const span = (dimension, startIndex, endIndex) => ({ sheetId: model.gid, dimension, startIndex, endIndex });
const seen = (top, bottom) => Array.from({ length: bottom - top + 1 }, (_, at) => ({ row: top + at, was: rowTexts(top + at) }));

export async function change(requests, rows, then) {
  say("Saving…");
  try {
    const answer = await ask("/change", { gid: model.gid, requests, seen: rows || [] });
    undoable.length = 0;
    await refresh();
    say("Saved");
    if (then) then(answer);
  } catch (error) {
    await refresh().catch(() => {});
    say("Not saved");
    notice(`Not done: ${error.message}`);
  }
}

function rowEntries() {
  const { top, bottom } = box();
  const { frozenRows, rows } = model.data;
  const these = seen(top, bottom); // as the person sees them while choosing
  const many = bottom > top ? `${bottom - top + 1} rows` : "row";
  const insert = (at, before) => change([{ insertDimension: { range: span("ROWS", at, at + 1), inheritFromBefore: before && at > frozenRows } }], these, () => select(at, selection.column));
  const shift = (to, landing) => change([{ moveDimension: { source: span("ROWS", top, bottom + 1), destinationIndex: to } }], these, () => select(landing, selection.column));
  return [
    ["Insert a row above", () => insert(top, false), top >= frozenRows],
    ["Insert a row below", () => insert(bottom + 1, true), bottom >= frozenRows - 1],
    [`Move ${many} up`, () => shift(top - 1, top - 1), top > frozenRows],
    [`Move ${many} down`, () => shift(bottom + 2, top + 1), top >= frozenRows && bottom < rows - 1],
    [`Delete ${many}`, async () => { if (await confirmWith(`Delete ${many}, from row ${top + 1}?`, "Delete")) change([{ deleteDimension: { range: span("ROWS", top, bottom + 1) } }], these); }, top >= frozenRows],
    ["Add 100 rows at the end", () => change([{ appendDimension: { sheetId: model.gid, dimension: "ROWS", length: 100 } }]), true],
  ];
}

function columnEntries() {
  const { left, right } = box();
  const { frozenRows, rows, columns, widths } = model.data;
  const range = { sheetId: model.gid, startRowIndex: frozenRows, endRowIndex: rows, startColumnIndex: 0, endColumnIndex: columns };
  const sort = (sortOrder) => change([{ sortRange: { range, sortSpecs: [{ dimensionIndex: left, sortOrder }] } }]);
  const insert = (at) => change([{ insertDimension: { range: span("COLUMNS", at, at + 1), inheritFromBefore: at > 0 } }]);
  const hide = (from, to, hidden) => ({ updateDimensionProperties: { range: span("COLUMNS", from, to), properties: { hiddenByUser: hidden }, fields: "hiddenByUser" } });
  const hidden = widths.map((width, at) => (width ? -1 : at)).filter((at) => at >= 0);
  return [
    [`Sort the rows by ${heading(left)}, A to Z`, () => sort("ASCENDING"), true],
    [`Sort the rows by ${heading(left)}, Z to A`, () => sort("DESCENDING"), true],
    ["Insert a column to the left", () => insert(left), true],
    ["Insert a column to the right", () => insert(right + 1), true],
    [`Hide ${heading(left)}`, () => change([hide(left, right + 1, true)]), true],
    [`Show hidden columns (${hidden.length})`, () => change(hidden.map((at) => hide(at, at + 1, false))), hidden.length > 0],
    [`Delete ${heading(left)}`, async () => { if (await confirmWith(`Delete the column “${heading(left)}” with everything in it?`, "Delete")) change([{ deleteDimension: { range: span("COLUMNS", left, left + 1) } }]); }, true],
  ];
}

function tabEntries() {
  const tab = model.data.tabs.find((one) => one.id === model.gid);
  const at = model.data.tabs.indexOf(tab);
  const set = (properties, fields) => ({ updateSheetProperties: { properties: { sheetId: tab.id, ...properties }, fields } });
  const hidden = model.data.tabs.filter((one) => one.hidden);
  return [
    ["Rename the tab", async () => { const title = await confirmWith("New name of the tab", "Rename", tab.title); if (title) change([set({ title }, "title")]); }, true],
    ["Move the tab to the left", () => change([set({ index: at - 1 }, "index")]), at > 0],
    ["Move the tab to the right", () => change([set({ index: at + 2 }, "index")]), at < model.data.tabs.length - 1],
    ["Make a copy of the tab", () => change([{ duplicateSheet: { sourceSheetId: tab.id, insertSheetIndex: at + 1 } }], null, ({ replies }) => { location.hash = `gid=${replies[0].duplicateSheet.properties.sheetId}`; }), true],
    ...hidden.map((one) => [`Look at “${one.title}” (hidden)`, () => { location.hash = `gid=${one.id}`; }, true]),
    ["Delete the tab", async () => { if (await confirmWith(`Delete the tab “${tab.title}” with everything in it?`, "Delete")) change([{ deleteSheet: { sheetId: tab.id } }]); }, model.data.tabs.length > 1],
  ];
}

const ENTRIES = { row: rowEntries, column: columnEntries, format: formatEntries, tab: tabEntries };

// Open a menu at its button, or where the mouse is.
export async function openMenu(kind, event) {
  closeMenu();
  await settled();
  opener = document.getElementById(`${kind}-menu`);
  menu = document.createElement("div");
  menu.className = "menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", { row: "Row", column: "Column", format: "Format", tab: "Tab" }[kind]);
  for (const [name, act, possible] of ENTRIES[kind]()) {
    const entry = document.createElement("button");
    entry.type = "button";
    entry.setAttribute("role", "menuitem");
    entry.tabIndex = -1;
    entry.textContent = name;
    entry.disabled = !possible || !model.data.mayEdit;
    entry.addEventListener("click", () => { closeMenu(); grid.focus({ preventScroll: true }); act(); });
    menu.append(entry);
  }
  document.body.append(menu);
  opener.setAttribute("aria-expanded", "true");
  const from = opener.getBoundingClientRect();
  const [x, y] = event ? [event.clientX, event.clientY] : [from.left, from.bottom + 4];
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - menu.offsetHeight - 4))}px`;
  menu.addEventListener("keydown", onKey);
  (menu.querySelector("button:not(:disabled)") || menu).focus();
}

function closeMenu() {
  if (!menu) return;
  menu.remove();
  menu = null;
  opener.setAttribute("aria-expanded", "false");
}

function onKey(event) {
  const entries = [...menu.querySelectorAll("button:not(:disabled)")];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    const back = opener;
    closeMenu();
    back.focus();
  }
}

export const undo = undoTyping;

export function listenToMenus() {
  for (const kind of ["row", "column", "format", "tab"]) {
    document.getElementById(`${kind}-menu`).addEventListener("click", () => (menu ? closeMenu() : openMenu(kind)));
  }
  document.getElementById("undo").addEventListener("click", () => { undo(); grid.focus(); });
  document.getElementById("add-tab").addEventListener("click", async () => {
    const title = await confirmWith("Name of the new tab", "Add", "");
    if (title) change([{ addSheet: { properties: { title } } }], null, ({ replies }) => { location.hash = `gid=${replies[0].addSheet.properties.sheetId}`; });
  });
  addEventListener("mousedown", (event) => { if (menu && !menu.contains(event.target) && event.target !== opener) closeMenu(); });
}
