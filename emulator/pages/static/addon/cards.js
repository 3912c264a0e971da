// Draws Google's card JSON (GoogleAppsCardV1Card). `act` carries out an onClick.
import { cardIcon } from "./icons.js";
import { formatted, local, make } from "./html.js";
import { dateTimePicker, selectionInput, switchControl, textInput } from "./inputs.js";

let count = 0;
const fresh = (name) => `${name}-${(count += 1)}`;

export function drawCard(card, act) {
  const form = make("form", "card-form");
  form.noValidate = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  if (card.header) form.append(header(card.header));
  if ((card.cardActions || []).length) form.append(buttonList({ buttons: card.cardActions.map(({ actionLabel, onClick }) => ({ text: actionLabel, onClick, type: "BORDERLESS" })) }, act));
  for (const section of card.sections || []) form.append(drawSection(section, act));
  if (card.fixedFooter) {
    const { primaryButton, secondaryButton } = card.fixedFooter;
    const footer = make("div", "card-footer");
    if (primaryButton) footer.append(button({ type: "FILLED", ...primaryButton }, act));
    if (secondaryButton) footer.append(button({ type: "OUTLINED", ...secondaryButton }, act));
    form.append(footer);
  }
  return form;
}

function header({ title, subtitle, imageUrl, imageType, imageAltText }) {
  const heading = make("h2", "card-title", title || "");
  heading.tabIndex = -1;
  const line = make("div", "card-header");
  if (imageUrl) line.append(picture({ imageUrl, altText: imageAltText }, imageType === "CIRCLE" ? "round" : ""));
  line.append(make("div", "", heading, subtitle ? make("p", "soft", subtitle) : null));
  return line;
}

function drawSection({ header: title, widgets = [], collapsible, uncollapsibleWidgetsCount = 0 }, act) {
  const section = make("section", "card-section");
  if (title) section.append(Object.assign(make("h3"), { id: fresh("section") }));
  if (title) { section.lastChild.append(formatted(title)); section.setAttribute("aria-labelledby", section.lastChild.id); }
  const drawn = widgets.map((widget) => drawWidget(widget, act)).filter(Boolean);
  const shown = collapsible ? drawn.slice(0, uncollapsibleWidgetsCount) : drawn;
  section.append(...shown);
  const rest = drawn.slice(shown.length);
  if (rest.length) {
    const more = make("div", "more", ...rest);
    more.id = fresh("more");
    more.hidden = true;
    const toggle = make("button", "link toggle", "Show more");
    toggle.type = "button";
    toggle.setAttribute("aria-expanded", "false");
    toggle.setAttribute("aria-controls", more.id);
    const plain = title ? section.firstChild.textContent : "";
    if (plain) toggle.setAttribute("aria-label", `Show more: ${plain}`);
    toggle.addEventListener("click", () => {
      more.hidden = !more.hidden;
      const word = more.hidden ? "Show more" : "Show less";
      toggle.textContent = word;
      if (plain) toggle.setAttribute("aria-label", `${word}: ${plain}`);
      toggle.setAttribute("aria-expanded", String(!more.hidden));
    });
    section.append(more, toggle);
  }
  return section;
}

const KINDS = {
  textParagraph: ({ text, maxLines }) => { const one = make("div", "paragraph", formatted(text)); if (maxLines) one.style.setProperty("--lines", maxLines); return one; },
  decoratedText, buttonList, textInput, selectionInput, dateTimePicker, columns, grid, chipList,
  image: (one, act) => { const shown = picture(one, "wide-image"); return one.onClick ? clickable(shown, one.onClick, act, one.altText || "Picture") : shown; },
  divider: () => document.createElement("hr"),
  carousel: ({ carouselCards = [] }, act) => make("div", "carousel", ...carouselCards.map(({ widgets = [], footerWidgets = [] }) => make("div", "carousel-card", ...[...widgets, ...footerWidgets].map((widget) => drawWidget(widget, act)).filter(Boolean)))),
};

function drawWidget(widget, act) {
  const kind = Object.keys(KINDS).find((name) => widget[name]);
  if (!kind || widget.visibility === "HIDDEN") return null;
  const one = KINDS[kind](widget[kind], act);
  const side = widget.horizontalAlignment;
  if (side && side !== "START") one.classList.add(side === "CENTER" ? "centred" : "ended");
  return one;
}

export function picture({ imageUrl, imageUri, altText }, className = "") {
  const image = Object.assign(document.createElement("img"), { alt: altText || "", className });
  const from = imageUrl || imageUri || "";
  if (/^(https?:|data:image\/)/.test(from)) image.src = from;
  return image;
}

// A part of a card that does something when it is clicked: a link or a button.
function clickable(inside, onClick, act, name, className = "clickable") {
  const address = onClick.openLink && local(onClick.openLink.url || "");
  const one = make(address ? "a" : "button", className, inside);
  if (address) {
    one.href = address;
    if (!address.startsWith("/")) Object.assign(one, { target: "_blank", rel: "noopener noreferrer" });
  } else {
    one.type = "button";
    one.addEventListener("click", () => act(onClick, one));
  }
  if (name) one.setAttribute("aria-label", name);
  return one;
}

function decoratedText(one, act) {
  const { topLabel, topLabelText, text, contentText, bottomLabel, bottomLabelText, wrapText } = one;
  const part = (className, value) => (value ? make("div", className, formatted(value)) : null);
  const words = make("div", `words ${wrapText === false ? "clipped" : ""}`,
    part("top-label", topLabelText ? topLabelText.text : topLabel), part("main-text", contentText ? contentText.text : text), part("bottom-label", bottomLabelText ? bottomLabelText.text : bottomLabel));
  const start = cardIcon(one.startIcon || one.icon);
  const line = make("div", "decorated", start, one.onClick && !words.querySelector("a") ? clickable(words, one.onClick, act) : words);
  if (one.onClick && words.querySelector("a")) line.append(clickable("Open", one.onClick, act, `Open: ${words.textContent}`, "link"));
  if (one.button) line.append(button(one.button, act));
  if (one.switchControl) line.append(switchControl(one.switchControl, words.textContent, act));
  if (one.endIcon) line.append(cardIcon(one.endIcon));
  return line;
}

function buttonList({ buttons = [] }, act) {
  return make("div", "buttons", ...buttons.map((one) => button(one, act)));
}

const BUTTONS = { FILLED: "", FILLED_TONAL: "tonal", BORDERLESS: "link", OUTLINED: "quiet" };

function button({ text, icon, onClick = {}, disabled, altText, type }, act) {
  const style = BUTTONS[type] ?? "quiet";
  const inside = make("span", "button-in", cardIcon(icon && { ...icon, altText: text ? "" : icon.altText }), text || "");
  if (onClick.overflowMenu) return overflow(inside, onClick.overflowMenu, act, altText || text);
  const one = clickable(inside, onClick, act, altText && altText !== text ? (text && !altText.includes(text) ? `${text}: ${altText}` : altText) : "", style || "filled");
  if (!text && !altText && !(icon && icon.altText)) one.setAttribute("aria-label", "Button");
  if (one.tagName === "A") one.classList.add("button");
  if (disabled) one.tagName === "A" ? one.removeAttribute("href") : (one.disabled = true);
  return one;
}

function overflow(inside, { items = [] }, act, name) {
  const details = make("details", "overflow");
  const summary = make("summary", "", inside);
  if (name) summary.setAttribute("aria-label", name);
  details.append(summary, make("div", "overflow-items", ...items.map((item) => button({ ...item, type: "BORDERLESS" }, act))));
  return details;
}

function columns({ columnItems = [] }, act) {
  return make("div", "columns", ...columnItems.map(({ widgets = [], horizontalAlignment, horizontalSizeStyle }) => {
    const column = make("div", `column ${horizontalSizeStyle === "FILL_MINIMUM_SPACE" ? "least" : ""}`, ...widgets.map((widget) => drawWidget(widget, act)).filter(Boolean));
    if (horizontalAlignment === "CENTER") column.classList.add("centred");
    if (horizontalAlignment === "END") column.classList.add("ended");
    return column;
  }));
}

function grid({ title, items = [], columnCount = 2, onClick }, act) {
  const list = make("ul", "card-grid", ...items.map((item) => {
    const inside = make("div", "grid-item", item.image ? picture(item.image) : null, item.title ? make("div", "main-text", item.title) : null, item.subtitle ? make("div", "soft", item.subtitle) : null);
    const click = onClick && onClick.action ? { action: { ...onClick.action, parameters: [...(onClick.action.parameters || []), { key: "grid_item_identifier", value: item.id || "" }] } } : onClick;
    return make("li", "", click ? clickable(inside, click, act) : inside);
  }));
  list.style.setProperty("--columns", columnCount);
  return make("div", "", title ? make("div", "top-label", title) : null, list);
}

function chipList({ chips = [] }, act) {
  return make("div", "buttons chips", ...chips.map(({ label, icon, onClick, disabled, altText }) => button({ text: label, icon, onClick, disabled, altText, type: "OUTLINED" }, act)));
}
