// The little HTML that cards may hold, made of elements and never of markup: unknown tags
// leave their text, links are checked, nothing can act.
const PLAIN = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", S: "s", STRIKE: "s", CODE: "code", UL: "ul", OL: "ol", LI: "li", P: "p", TIME: "span" };

// Where a Google address is found in this Workspace; any other address as it is.
export function local(address) {
  let url;
  try { url = new URL(address, location.href); } catch { return null; }
  if (!/^(https?|mailto|tel):$/.test(url.protocol)) return null;
  const tail = url.pathname + url.search + url.hash;
  if (url.hostname === "docs.google.com" && /^\/(spreadsheets|document|forms)\/d\//.test(url.pathname)) return tail;
  if (url.hostname === "calendar.google.com" || (url.hostname === "www.google.com" && url.pathname === "/calendar/event")) return `/calendar${url.search}`;
  if (url.hostname === "mail.google.com") return "/mail";
  if (url.hostname === "drive.google.com") {
    const id = url.searchParams.get("id") || (/\/file\/d\/([\w-]+)/.exec(url.pathname) || [])[1];
    return id ? `/open/${id}` : "/";
  }
  return url.origin === location.origin ? tail : url.href;
}

export function linkTo(address, text) {
  const to = local(address);
  const link = document.createElement(to ? "a" : "span");
  if (to) link.href = to;
  if (to && !to.startsWith("/")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  link.append(text);
  return link;
}

export function formatted(text) {
  const from = new DOMParser().parseFromString(String(text ?? "").replace(/\n/g, "<br>"), "text/html").body;
  const to = document.createDocumentFragment();
  [...from.childNodes].forEach((node) => to.append(taken(node)));
  return to;
}

function taken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "SCRIPT" || node.tagName === "STYLE") return "";
  if (node.tagName === "BR") return document.createElement("br");
  let one;
  if (node.tagName === "A") one = linkTo(node.getAttribute("href") || "", "");
  else if (node.tagName === "FONT") {
    one = document.createElement("span");
    if (/^#[0-9a-f]{6}$/i.test(node.getAttribute("color") || "")) one.style.color = node.getAttribute("color");
  } else one = PLAIN[node.tagName] ? document.createElement(PLAIN[node.tagName]) : document.createDocumentFragment();
  [...node.childNodes].forEach((child) => one.append(taken(child)));
  return one;
}

export function make(kind, className, ...inside) {
  const one = document.createElement(kind);
  if (className) one.className = className;
  one.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return one;
}
