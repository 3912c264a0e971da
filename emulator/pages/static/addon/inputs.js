// The inputs of a card, and what they hold as Google's formInputs.
import { make } from "./html.js";

let count = 0;
const fresh = () => `input-${(count += 1)}`;

function labelled(label, field, hint) {
  field.id = fresh();
  const name = make("label", "", label || "");
  name.htmlFor = field.id;
  if (!label) { name.className = "sr"; name.textContent = field.name; }
  const said = hint ? Object.assign(make("p", "soft", hint), { id: fresh() }) : null;
  if (said) field.setAttribute("aria-describedby", said.id);
  return make("div", "field", name, field, said);
}

const onChange = (field, action, act) => { if (action) field.addEventListener("change", () => act({ action }, field)); };

export function textInput({ name, label, hintText, value = "", type, placeholderText, onChangeAction, initialSuggestions, validation = {} }, act) {
  const field = document.createElement(type === "MULTIPLE_LINE" ? "textarea" : "input");
  Object.assign(field, { name, value, placeholder: placeholderText || "" });
  if (type === "MULTIPLE_LINE") field.rows = 3;
  field.inputMode = { INTEGER: "numeric", FLOAT: "decimal", EMAIL: "email" }[validation.inputType] || "text";
  if (validation.characterLimit) field.maxLength = validation.characterLimit;
  field.dataset.kind = "string";
  onChange(field, onChangeAction, act);
  const shown = labelled(label, field, hintText);
  const items = (initialSuggestions || {}).items || [];
  if (items.length && type !== "MULTIPLE_LINE") {
    const list = make("datalist", "", ...items.map(({ text }) => Object.assign(document.createElement("option"), { value: text })));
    list.id = fresh();
    field.setAttribute("list", list.id);
    shown.append(list);
  }
  return shown;
}

export function selectionInput({ name, label, type, items = [], hintText, onChangeAction }, act) {
  if (type === "DROPDOWN" || type === "MULTI_SELECT") {
    const field = make("select", "", ...items.map(({ text, value, selected }) => Object.assign(document.createElement("option"), { textContent: text, value: value ?? text, selected: Boolean(selected), defaultSelected: Boolean(selected) })));
    field.name = name;
    field.multiple = type === "MULTI_SELECT";
    field.dataset.kind = "string";
    onChange(field, onChangeAction, act);
    return labelled(label, field, hintText);
  }
  const kind = type === "RADIO_BUTTON" ? "radio" : "checkbox";
  const group = make("fieldset", "field choices-of", label ? make("legend", "", label) : null);
  for (const { text, value, selected, bottomText } of items) {
    const field = Object.assign(document.createElement("input"), { type: kind, name, value: value ?? text, checked: Boolean(selected) });
    field.id = fresh();
    field.dataset.kind = "string";
    if (type === "SWITCH") field.setAttribute("role", "switch");
    onChange(field, onChangeAction, act);
    const named = make("label", "", text, bottomText ? make("span", "soft", ` ${bottomText}`) : null);
    named.htmlFor = field.id;
    group.append(make("div", "one-choice", field, named));
  }
  return group;
}

const PICKERS = { DATE_ONLY: "date", TIME_ONLY: "time", DATE_AND_TIME: "datetime-local" };

export function dateTimePicker({ name, label, type, valueMsEpoch, onChangeAction }, act) {
  const field = Object.assign(document.createElement("input"), { name, type: PICKERS[type] || "datetime-local" });
  field.dataset.kind = field.type;
  if (valueMsEpoch !== undefined) {
    const text = new Date(Number(valueMsEpoch)).toISOString();
    field.value = { date: text.slice(0, 10), time: text.slice(11, 16) }[field.type] || text.slice(0, 16);
  }
  onChange(field, onChangeAction, act);
  return labelled(label, field);
}

export function switchControl({ name, value, selected, controlType, onChangeAction }, label, act) {
  const field = Object.assign(document.createElement("input"), { type: "checkbox", name, value: value ?? "on", checked: Boolean(selected) });
  if (controlType === "SWITCH" || !controlType) field.setAttribute("role", "switch");
  field.setAttribute("aria-label", label);
  field.dataset.kind = "string";
  onChange(field, onChangeAction, act);
  return field;
}

// Everything filled in, by name, as the event object holds it.
export function formInputs(form) {
  const found = {};
  const texts = (name) => ((found[name] ||= { stringInputs: { value: [] } }).stringInputs.value);
  for (const field of form.elements) {
    const { name, type, dataset } = field;
    if (!name || !dataset.kind) continue;
    if (type === "checkbox" || type === "radio") { if (field.checked) texts(name).push(field.value); }
    else if (field.multiple) texts(name).push(...[...field.selectedOptions].map((one) => one.value));
    else if (dataset.kind === "string") { if (field.value) texts(name).push(field.value); }
    else if (field.value) found[name] = moment(dataset.kind, field.value);
  }
  return found;
}

// Dates and times are sent as if they were in UTC, as Google does.
function moment(kind, value) {
  if (kind === "time") return { timeInput: { hours: Number(value.slice(0, 2)), minutes: Number(value.slice(3, 5)) } };
  if (kind === "date") return { dateInput: { msSinceEpoch: String(Date.parse(`${value}T00:00Z`)) } };
  return { dateTimeInput: { hasDate: true, hasTime: true, msSinceEpoch: String(Date.parse(`${value}Z`)) } };
}
