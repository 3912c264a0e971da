// Icons by the names that Google knows; drawn here, so that nothing is fetched.
const PATHS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 8c0-4 4-6 8-6s8 2 8 6z",
  group: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm7 0a3 3 0 1 0 0-6zm-14 8c0-4 3-6 7-6s7 2 7 6zm15 0h5c0-3-2-5-5-5z",
  mail: "M3 5h18v14H3zm2 3 7 5 7-5V7l-7 5-7-5z",
  phone: "M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4c0 1-1 2-2 2A17 17 0 0 1 4 5c0-1 1-2 2-2z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm1 4v5l4 2-1 2-5-3V7z",
  event: "M5 5h2V3h2v2h6V3h2v2h2v16H5zm2 5v9h10v-9z",
  text: "M5 4h14v2H5zm0 5h14v2H5zm0 5h14v2H5zm0 5h9v2H5z",
  star: "m12 3 3 6 6 1-4.5 4.5L17.5 21 12 18l-5.5 3 1-6.5L3 10l6-1z",
  bookmark: "M6 3h12v18l-6-4-6 4z",
  warning: "M12 3 2 21h20zm-1 7h2v5h-2zm0 6h2v2h-2z",
  check: "m9 17-5-5 2-2 3 3 9-9 2 2z",
  edit: "m4 20 1-5L16 4l4 4L9 19zM17 3l4 4 1-1-4-4z",
  link: "M9 12a4 4 0 0 1 4-4h4a4 4 0 0 1 0 8h-2v-2h2a2 2 0 0 0 0-4h-4a2 2 0 0 0-2 2zm6 0a4 4 0 0 1-4 4H7a4 4 0 0 1 0-8h2v2H7a2 2 0 0 0 0 4h4a2 2 0 0 0 2-2z",
  chart: "M4 20V4h2v14h14v2zm4-4v-5h3v5zm5 0V7h3v9zm5 0v-3h3v3z",
  undo: "M9 5 3 11l6 6v-4h5a3 3 0 0 1 0 6h-3v2h3a5 5 0 0 0 0-10H9z",
  refresh: "M12 5a7 7 0 1 0 7 7h-2a5 5 0 1 1-5-5v3l5-4-5-4z",
  add: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  home: "M4 11.5 12 5l8 6.5V20h-5v-5H9v5H4z",
  back: "m14 5-7 7 7 7 2-2-5-5 5-5z",
  close: "m6 4 6 6 6-6 2 2-6 6 6 6-2 2-6-6-6 6-2-2 6-6-6-6z",
  school: "M12 4 1 9l11 5 9-4v6h2V9zM5 13v4c2 2 5 3 7 3s5-1 7-3v-4l-7 3z",
  chat: "M4 4h16v12H9l-5 4z",
  lock: "M7 10V8a5 5 0 0 1 10 0v2h2v11H5V10zm2 0h6V8a3 3 0 0 0-6 0z",
  search: "M10 4a6 6 0 1 0 3.5 10.900L19 20l2-2-5.5-5.5A6 6 0 0 0 10 4zm0 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8z",
  bell: "M12 3a6 6 0 0 0-6 6v5l-2 3h16l-2-3V9a6 6 0 0 0-6-6zm-2 15a2 2 0 0 0 4 0z",
  dot: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
};
const NAMES = {
  PERSON: "person", MULTIPLE_PEOPLE: "group", EMAIL: "mail", PHONE: "phone", CLOCK: "clock", INVITE: "event",
  DESCRIPTION: "text", STAR: "star", BOOKMARK: "bookmark", TICKET: "bookmark", EVENT_SEAT: "event", CONFIRMATION_NUMBER_ICON: "bookmark",
  schedule: "clock", calendar_today: "event", calendar_month: "event", today: "event", event_available: "event", event_busy: "event",
  description: "text", article: "text", notes: "text", list: "text", warning: "warning", error: "warning", priority_high: "warning", report: "warning",
  check: "check", check_circle: "check", done: "check", task_alt: "check", edit: "edit", edit_note: "edit", open_in_new: "link", trending_up: "chart",
  trending_down: "chart", trending_flat: "chart", insights: "chart", bar_chart: "chart", show_chart: "chart", groups: "group", people: "group",
  email: "mail", call: "phone", sync: "refresh", restart_alt: "refresh", arrow_back: "back", arrow_forward: "link", flag: "bookmark", forum: "chat", visibility: "search", family_restroom: "group", shield: "lock", security: "lock", history: "clock", flag_circle: "bookmark", push_pin: "bookmark",
};

export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  if (label) { svg.setAttribute("role", "img"); svg.setAttribute("aria-label", label); } else svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name] || PATHS[NAMES[name]] || PATHS.dot);
  svg.append(path);
  return svg;
}

// An Icon of a card: a known one, a material one, or a picture.
export function cardIcon(one) {
  if (!one) return null;
  if (!one.iconUrl) return icon(one.knownIcon || (one.materialIcon || {}).name, one.altText);
  const image = Object.assign(document.createElement("img"), { className: `icon ${one.imageType === "CIRCLE" ? "round" : ""}`, alt: one.altText || "" });
  if (/^(https:|data:image\/)/.test(one.iconUrl)) image.src = one.iconUrl;
  return image;
}
