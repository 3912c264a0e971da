// The add-on's side panel: a stack of cards, the relay behind it, and what it says in passing.
import { drawCard } from "./cards.js";
import { formInputs } from "./inputs.js";
import { local, make } from "./html.js";
import { icon } from "./icons.js";

const WIDE = 1000; // from here on the panel is open to begin with, beside the sheet

class Panel {
  constructor({ panel, toggle, row }) {
    this.holder = panel;
    this.row = row || (() => ({}));
    this.stack = [];
    this.asked = 0;
    this.tool = (name, label, onClick) => {
      const one = make("button", "link tool", icon(name));
      one.type = "button";
      one.setAttribute("aria-label", label);
      one.title = label;
      one.addEventListener("click", onClick);
      return one;
    };
    this.back = this.tool("back", "Back", () => { this.stack.pop(); this.draw(true); });
    const title = make("p", "panel-title", "Holdfast");
    const tools = [this.tool("home", "Home card", () => this.home())];
    this.works = {}; // by action: gone once the service says that it is not for this person
    const may = (action, icon, label) => {
      this.works[action] = this.tool(icon, label, () => this.ask(action));
      tools.push(this.works[action]);
    };
    if (row) may("case", "person", "Case of the selected row");
    may("find", "search", "Find");
    may("attention", "bell", "Attention");
    if (toggle) tools.push(this.tool("close", "Close the panel", () => { this.show(false); toggle.focus(); }));
    this.body = make("div", "panel-body");
    this.busy = make("div", "busy");
    this.busy.setAttribute("role", "status");
    this.notice = make("div", "notice");
    this.notice.setAttribute("role", "status");
    panel.replaceChildren(make("div", "panel-top", this.back, title, ...tools), this.busy, this.body, this.notice);
    this.toggle = toggle;
  }

  show(open) {
    this.holder.hidden = !open;
    if (this.toggle) this.toggle.setAttribute("aria-expanded", String(open));
    localStorage.setItem("holdfast-panel", open ? "open" : "closed");
    if (open && !this.stack.length) this.home();
  }

  home() { this.stack = []; return this.ask("home"); }

  // Ask the service through the relay. A later question makes the answer to this one void.
  async ask(action, parameters = {}, inputs = {}, spinner = true) {
    const mine = (this.asked += 1);
    if (spinner) this.busy.textContent = "One moment…";
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const offset = String(-new Date().getTimezoneOffset() * 60000);
    const event = { parameters, formInputs: inputs, userLocale: navigator.language, timeZone: { id: timeZone, offset } };
    let said;
    try {
      const answer = await fetch(`/addon/relay/${encodeURIComponent(action)}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ event, holdfast: this.row() }),
      });
      said = await answer.json();
    } catch {
      said = { action: { navigations: [{ pushCard: { header: { title: "No answer" }, sections: [{ widgets: [{ textParagraph: { text: "The local Workspace does not answer. Please try again." } }] }] } }] } };
    }
    for (const [name, tool] of Object.entries(this.works)) if (said.tools) tool.hidden = !said.tools.includes(name);
    if (mine !== this.asked) return;
    this.busy.textContent = "";
    this.take(said);
  }

  // Carry out what the service answered.
  take(said) {
    const { navigations = [], notification, link } = said.action || (said.renderActions || {}).action || {};
    for (const step of navigations) {
      if (step.pushCard) this.stack.push(step.pushCard);
      else if (step.updateCard) this.stack.splice(Math.max(0, this.stack.length - 1), 1, step.updateCard);
      else if (step.popToRoot) this.stack.splice(1);
      else if (step.popToCard) this.popTo(step.popToCard);
      else if (step.popCard || step.pop) this.stack.pop();
    }
    if (navigations.length) this.draw(!navigations.every((step) => step.updateCard));
    if (notification) this.tell(notification.text);
    if (link && local(link.url || "")) location.assign(local(link.url));
  }

  popTo(name) {
    const at = this.stack.findIndex((card) => card.name === name);
    if (at >= 0) this.stack.splice(at + 1);
  }

  draw(moved) {
    const card = this.stack[this.stack.length - 1];
    const above = moved ? 0 : this.body.scrollTop;
    const focused = !moved && document.activeElement && this.body.contains(document.activeElement) ? [...this.body.querySelectorAll("a, button, input, select, textarea")].indexOf(document.activeElement) : -1;
    const inside = this.body.contains(document.activeElement);
    this.back.hidden = this.stack.length < 2;
    this.body.replaceChildren(card ? drawCard(card, (onClick, from) => this.act(onClick, from)) : make("p", "soft", "Nothing to show."));
    this.body.scrollTop = above;
    if (focused >= 0) (this.body.querySelectorAll("a, button, input, select, textarea")[focused] || this.body).focus();
    else if (inside && moved) { const title = this.body.querySelector(".card-title"); if (title) title.focus(); }
  }

  act(onClick, from) {
    if (onClick.card) { this.stack.push(onClick.card); return this.draw(true); }
    const action = onClick.action || onClick.openDynamicLinkAction;
    if (!action) return undefined;
    const form = this.body.querySelector("form");
    const missing = this.missing(form, action);
    if (missing) { missing.focus(); return this.tell("Please fill this in first."); }
    const parameters = Object.fromEntries((action.parameters || []).map(({ key, value }) => [key, value]));
    if (from && from.tagName === "BUTTON") { from.disabled = true; setTimeout(() => { from.disabled = false; }, 4000); }
    return this.ask(actionName(action, parameters), parameters, formInputs(form), action.loadIndicator !== "NONE");
  }

  missing(form, { requiredWidgets = [], allWidgetsAreRequired }) {
    const inputs = formInputs(form);
    return [...form.elements].find((field) => field.dataset.kind && (allWidgetsAreRequired || requiredWidgets.includes(field.name)) && !inputs[field.name]);
  }

  tell(text) {
    this.notice.textContent = text;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { this.notice.textContent = ""; }, 6000);
  }
}

// A card's function names what the service is asked: as an address, as a parameter "action"
// beside a function of the relay, or by itself.
export function actionName(action, parameters) {
  const name = parameters.action || action.function || "home";
  return name.replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").pop();
}

export function openPanel(parts) {
  const panel = new Panel(parts);
  if (!parts.toggle) { panel.holder.hidden = false; panel.home(); return panel; }
  parts.toggle.addEventListener("click", () => panel.show(panel.holder.hidden));
  const wanted = localStorage.getItem("holdfast-panel") || "open";
  if (wanted === "open" && innerWidth >= WIDE) panel.show(true);
  return panel;
}
