// The editable grid, put together: the address says which tab and which cells.
import { cell, model, onChange, refresh, watch } from "./model.js";
import { drawAll, drawSeen, selection } from "./draw.js";
import { beingEdited, finish, listenToEditor, placeEditor } from "./edit.js";
import { movedTo, undoable, unsaved } from "./sending.js";
import { chosenRow, describe, goTo, listen, select } from "./select.js";
import { listenToMenus } from "./menu.js";
import { notice, say } from "./say.js";
import { sizes } from "./sizes.js";
import { openPanel } from "../addon/panel.js";

const scroller = document.getElementById("scroller");
const tabs = document.getElementById("tabs");
const fromAddress = () => new URLSearchParams(location.hash.slice(1));

function drawTabs() {
  const shown = model.data.tabs.filter((tab) => !tab.hidden || tab.id === model.gid);
  const focused = document.activeElement && document.activeElement.closest("#tabs");
  tabs.replaceChildren(...shown.map((tab) => {
    const one = document.createElement("button");
    one.type = "button";
    one.setAttribute("role", "tab");
    one.setAttribute("aria-selected", String(tab.id === model.gid));
    one.tabIndex = tab.id === model.gid ? 0 : -1;
    one.dataset.gid = tab.id;
    const name = document.createElement("span");
    name.textContent = tab.title;
    one.append(name);
    if (tab.color) name.style.borderBottomColor = tab.color;
    one.addEventListener("click", () => { location.hash = `gid=${tab.id}`; });
    return one;
  }));
  if (focused) tabs.querySelector("[aria-selected=true]").focus();
}

tabs.addEventListener("keydown", (event) => {
  const all = [...tabs.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[(to + all.length) % all.length].click();
});

// What was chosen and what is being edited stay with their row when rows move.
function keepPlace(before) {
  if (!before || before.gid !== model.gid) return;
  const edited = beingEdited();
  const to = movedTo(before, selection.row);
  if (to >= 0 && to !== selection.row) {
    selection.toRow += to - selection.row;
    selection.row = to;
  }
  if (edited && !edited.handle.gone) edited.row = edited.handle.row;
  const last = { row: model.data.rows - 1, column: model.data.columns - 1 };
  for (const key of ["row", "toRow"]) selection[key] = Math.max(0, Math.min(selection[key], last.row));
  for (const key of ["column", "toColumn"]) selection[key] = Math.min(selection[key], last.column);
}

onChange((before) => {
  const { data } = model;
  document.getElementById("title").textContent = data.title;
  document.title = data.title;
  document.getElementById("grid").setAttribute("aria-label", (data.tabs.find((tab) => tab.id === model.gid) || {}).title || data.title);
  keepPlace(before);
  if (JSON.stringify(before && [before.tabs, before.gid]) !== JSON.stringify([data.tabs, data.gid])) drawTabs();
  drawAll();
  describe();
});

async function show() {
  const wanted = fromAddress();
  const gid = wanted.get("gid") ?? "";
  try {
    if (!model.data || String(model.gid) !== gid) {
      const fresh = !model.data || gid !== "" || model.gid === null;
      if (fresh) {
        model.gid = gid === "" ? null : Number(gid);
        scroller.scrollTo(0, 0);
        undoable.length = 0;
      }
      await refresh(model.gid);
      Object.assign(selection, { row: Math.min(model.data.frozenRows, model.data.rows - 1), toRow: Math.min(model.data.frozenRows, model.data.rows - 1), column: sizes.columns[0] ?? 0, toColumn: sizes.columns[0] ?? 0 });
    }
    if (wanted.get("range")) goTo(wanted.get("range"));
    else select(selection.row, selection.column);
  } catch (error) {
    notice(error.message || "The local Workspace does not answer.");
  }
}

let wide = 0;
new ResizeObserver(() => {
  if (!model.data) return;
  if (wide !== scroller.clientWidth) { wide = scroller.clientWidth; drawAll(); } else drawSeen();
  placeEditor();
}).observe(scroller);
scroller.addEventListener("scroll", () => requestAnimationFrame(() => { if (model.data) { drawSeen(); placeEditor(); } }), { passive: true });
addEventListener("hashchange", show);
addEventListener("beforeunload", (event) => {
  finish();
  if (unsaved()) event.preventDefault();
});
listen();
listenToEditor();
listenToMenus();
watch(say);
show().then(() => {
  document.getElementById("grid").focus({ preventScroll: true });
  openPanel({ panel: document.getElementById("panel"), toggle: document.getElementById("panel-toggle"), row: chosenRow, name: () => (model.data ? cell(selection.row, 0).t : "") });
});
