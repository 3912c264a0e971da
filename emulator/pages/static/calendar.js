// The week: places events by their time, opens them, moves them by drag, by button, by form.
const page = document.getElementById("calendar");
const week = document.getElementById("week");
const dialog = document.getElementById("details");
const form = document.getElementById("details-form");
const field = (name) => form.elements[name];
const LINE = () => parseFloat(getComputedStyle(page).getPropertyValue("--line")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
const wide = () => matchMedia("(min-width: 48.01rem)").matches;
let opened = null;

const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
function otherDay(day, by) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}

function place() {
  for (const one of week.querySelectorAll(".hours, .day")) one.style.height = `calc(var(--line) * ${one.dataset.lines})`;
  for (const one of week.querySelectorAll(".hours span")) one.style.top = `calc(var(--line) * ${one.dataset.line})`;
  for (const one of week.querySelectorAll(".day .event")) {
    const { line, lines, side, sides } = one.dataset;
    one.style.top = `calc(var(--line) * ${line})`;
    one.style.height = `calc(var(--line) * ${lines})`;
    one.style.left = `${(100 * side) / sides}%`;
    one.style.width = `${100 / sides}%`;
  }
}

async function send(body) {
  const answer = await fetch("/calendar/change", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ calendar: page.dataset.calendar, ...body }),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || "The local Workspace does not answer.");
  return said;
}

// Show the week as it is now, keeping focus; `day` may lie in another week.
async function again(said, eventId, day) {
  const address = new URL(location.href);
  address.searchParams.delete("eid");
  if (day) address.searchParams.set("week", day);
  history.replaceState(null, "", address);
  const text = await (await fetch(address)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  week.className = fresh.getElementById("week").className;
  week.replaceChildren(...fresh.getElementById("week").childNodes);
  page.querySelector("h1").replaceWith(fresh.querySelector("#calendar h1"));
  page.querySelector("nav").replaceWith(fresh.querySelector("#calendar nav"));
  listenToAdd();
  place();
  document.getElementById("said").textContent = said;
  const one = eventId && document.getElementById(`event-${eventId}`);
  if (one) one.focus({ preventScroll: true });
}

function open(one) {
  opened = one;
  const { summary = "", day, start, end } = one ? one.dataset : fresh();
  document.getElementById("details-title").textContent = one ? summary || "(no title)" : "New event";
  field("summary").value = summary;
  field("day").value = day;
  field("start").value = start;
  field("end").value = end;
  field("description").value = "";
  const template = one && week.querySelector(`template[data-for="${CSS.escape(one.dataset.event)}"]`);
  document.getElementById("description-shown").replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  document.getElementById("description-line").hidden = Boolean(one);
  document.getElementById("nudge").hidden = !one;
  document.getElementById("delete").hidden = !one;
  problem("");
  dialog.showModal();
}

const fresh = () => {
  const today = week.querySelector(".today .day") || week.querySelector(".day");
  return { day: today.dataset.day, start: "10:00", end: "10:30" };
};

function problem(text) {
  const line = document.getElementById("problem");
  line.textContent = text;
  line.hidden = !text;
}

async function save(body, said) {
  const id = opened && opened.dataset.event;
  try {
    const got = await send(id ? { event: id, etag: opened.dataset.etag, ...body } : body);
    dialog.close();
    await again(said, got.id, body.day);
  } catch (error) {
    if (dialog.open) problem(error.message);
    else { await again(error.message, id); }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const times = { day: field("day").value, start: field("start").value, end: field("end").value };
  if (Boolean(times.start) !== Boolean(times.end)) return problem("Please give both times, or neither for the whole day.");
  if (!times.start && opened && !opened.dataset.start) times.days = opened.dataset.days;
  const body = { ...times, summary: field("summary").value };
  if (!opened && field("description").value) body.description = field("description").value;
  return save(body, opened ? "Saved" : "Added");
});

document.getElementById("close").addEventListener("click", () => dialog.close());
document.getElementById("delete").addEventListener("click", () => save({ delete: true }, "Deleted"));
dialog.addEventListener("close", () => { if (opened && opened.isConnected) opened.focus(); });

for (const one of document.querySelectorAll("#nudge button")) {
  one.addEventListener("click", () => {
    const { day, start, end } = moved(field("day").value, field("start").value, field("end").value, Number(one.dataset.days || 0), Number(one.dataset.minutes || 0));
    field("day").value = day;
    field("start").value = start;
    field("end").value = end;
  });
}

function moved(day, start, end, days, by) {
  const to = otherDay(day, days);
  if (!start || !end) return { day: to, start, end };
  const length = minutes(end) - minutes(start);
  const from = Math.max(0, Math.min(24 * 60 - length - 1, minutes(start) + by));
  return { day: to, start: clock(from), end: clock(from + length) };
}

// Dragging: by pointer, in steps of a quarter of an hour, from day to day.
let drag = null;
week.addEventListener("pointerdown", (event) => {
  const one = event.target.closest(".event");
  if (!one || event.button || !wide() || event.pointerType === "touch") return;
  drag = { one, x: event.clientX, y: event.clientY, on: false, day: one.dataset.day, by: 0 };
});
addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.on && Math.hypot(dx, dy) < 6) return;
  drag.on = true;
  event.preventDefault();
  const step = LINE();
  drag.by = drag.one.dataset.start ? Math.round(dy / step) * 15 : 0;
  drag.one.classList.add("dragged");
  drag.one.style.transform = `translate(${dx}px, ${Math.round(dy / step) * step}px)`;
  const days = [...week.querySelectorAll(".day")];
  const over = days.find((day) => { const at = day.getBoundingClientRect(); return event.clientX >= at.left && event.clientX < at.right; });
  days.forEach((day) => day.classList.toggle("over", day === over));
  if (over) drag.day = over.dataset.day;
});
addEventListener("pointerup", () => {
  if (!drag) return;
  const { one, on, day, by } = drag;
  drag = null;
  if (!on) return;
  one.classList.remove("dragged");
  addEventListener("click", (event) => { event.stopPropagation(); event.preventDefault(); }, { capture: true, once: true });
  setTimeout(() => {});
  const { start, end, days } = one.dataset;
  opened = one;
  const to = moved(day, start, end, 0, by);
  save(start ? to : { day, days }, start ? `Moved to ${day}, ${to.start}` : `Moved to ${day}`);
});
addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) { drag.one.style.transform = ""; drag.one.classList.remove("dragged"); drag = null; } });

week.addEventListener("click", (event) => {
  const one = event.target.closest(".event");
  if (one) open(one);
});
function listenToAdd() { document.getElementById("add").addEventListener("click", () => open(null)); }
listenToAdd();
place();
const found = page.dataset.opened && document.getElementById(`event-${page.dataset.opened}`);
if (found) { found.classList.add("found"); open(found); }
