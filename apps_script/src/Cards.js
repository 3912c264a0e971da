/**
 * The service's card JSON, built once more with Google's CardService: the documented way for
 * Apps Script, kept for the day on which plain JSON is not taken.
 *
 * Only what the service's cards are made of (service/web/cards/widgets.py) is known here; anything
 * else is refused aloud, so that a new piece cannot be forgotten.
 */

/**
 * @typedef {{action?: {function: string, parameters: Array<{key: string, value: string}>},
 *            openLink?: {url: string}}} ClickJson
 * @typedef {{text: string, onClick: ClickJson, type?: string, altText?: string}} ButtonJson
 * @typedef {{text: string, topLabel?: string, bottomLabel?: string, onClick?: ClickJson,
 *            button?: ButtonJson,
 *            startIcon?: {materialIcon: {name: string}, altText: string}}} LineJson
 * @typedef {{name: string, label: string, type: string, value?: string, hintText?: string}} InputJson
 * @typedef {{name: string, label: string, type: string,
 *            items: Array<{text: string, value: string, selected: boolean}>}} ChoiceJson
 * @typedef {{name: string, label: string, type: string, valueMsEpoch?: string}} PickerJson
 * @typedef {Object<string, any>} WidgetJson
 * @typedef {{header?: string, widgets: WidgetJson[], collapsible?: boolean,
 *            uncollapsibleWidgetsCount?: number}} SectionJson
 * @typedef {{name?: string, header: {title: string, subtitle?: string},
 *            sections: SectionJson[]}} CardJson
 */

/**
 * The card of an answer.
 * @param {ServiceAnswer} answer
 * @return {GoogleAppsScript.Card_Service.Card}
 */
function builtCard_(answer) {
  const move = answer.action.navigations[0];
  return card_(/** @type {CardJson} */ (move.updateCard || move.pushCard));
}

/**
 * An answer to something that was pressed: where the card goes, and the word beside it.
 * @param {ServiceAnswer} answer
 * @return {GoogleAppsScript.Card_Service.ActionResponse}
 */
function builtAnswer_(answer) {
  const {navigations, notification} = answer.action;
  const card = builtCard_(answer);
  const navigation = CardService.newNavigation();
  const built = CardService.newActionResponseBuilder().setNavigation(
    navigations[0].updateCard ? navigation.updateCard(card) : navigation.pushCard(card));
  if (notification) {
    built.setNotification(CardService.newNotification().setText(notification.text));
  }
  return built.build();
}

/** @param {CardJson} json */
function card_(json) {
  const header = CardService.newCardHeader().setTitle(json.header.title);
  if (json.header.subtitle) {
    header.setSubtitle(json.header.subtitle);
  }
  const card = CardService.newCardBuilder().setHeader(header);
  if (json.name) {
    card.setName(json.name);
  }
  for (const each of json.sections) {
    card.addSection(section_(each));
  }
  return card.build();
}

/** @param {SectionJson} json */
function section_(json) {
  const section = CardService.newCardSection();
  if (json.header) {
    section.setHeader(json.header);
  }
  if (json.collapsible) {
    section.setCollapsible(true).setNumUncollapsibleWidgets(json.uncollapsibleWidgetsCount || 0);
  }
  for (const widget of json.widgets) {
    const [[kind, content]] = Object.entries(widget);
    const build = WIDGETS[kind];
    if (!build) {
      throw new Error('Cards.js has nothing for the widget ' + kind + '.');
    }
    section.addWidget(build(content));
  }
  return section;
}

/** @type {Object<string, (json: any) => GoogleAppsScript.Card_Service.Widget>} */
const WIDGETS = {
  textParagraph: (json) => CardService.newTextParagraph().setText(json.text),
  decoratedText: line_,
  buttonList: (json) => {
    const set = CardService.newButtonSet();
    json.buttons.forEach((/** @type {ButtonJson} */ each) => set.addButton(button_(each)));
    return set;
  },
  textInput: input_,
  selectionInput: choice_,
  dateTimePicker: (json) => (json.type === 'TIME_ONLY' ? time_(json) : day_(json)),
  image: (json) => CardService.newImage().setImageUrl(json.imageUrl).setAltText(json.altText),
  divider: () => CardService.newDivider(),
};

/** @param {LineJson} json */
function line_(json) {
  const line = CardService.newDecoratedText().setText(json.text).setWrapText(true);
  if (json.topLabel) {
    line.setTopLabel(json.topLabel);
  }
  if (json.bottomLabel) {
    line.setBottomLabel(json.bottomLabel);
  }
  if (json.startIcon) {
    const icon = CardService.newMaterialIcon().setName(json.startIcon.materialIcon.name);
    line.setStartIcon(CardService.newIconImage().setMaterialIcon(icon).setAltText(json.startIcon.altText));
  }
  if (json.button) {
    line.setButton(button_(json.button));
  }
  if (json.onClick) {
    clickable_(line, json.onClick);
  }
  return line;
}

/** @param {ButtonJson} json */
function button_(json) {
  const button = CardService.newTextButton().setText(json.text);
  if (json.type === 'FILLED') {
    button.setTextButtonStyle(CardService.TextButtonStyle.FILLED);
  }
  if (json.altText) {
    button.setAltText(json.altText);
  }
  clickable_(button, json.onClick);
  return button;
}

/**
 * @param {GoogleAppsScript.Card_Service.TextButton | GoogleAppsScript.Card_Service.DecoratedText} widget
 * @param {ClickJson} click
 */
function clickable_(widget, click) {
  if (click.openLink) {
    widget.setOpenLink(CardService.newOpenLink()
      .setUrl(click.openLink.url)
      .setOpenAs(CardService.OpenAs.FULL_SIZE)
      .setOnClose(CardService.OnClose.NOTHING));
  } else if (click.action) {
    /** @type {Object<string, string>} */
    const parameters = {};
    click.action.parameters.forEach(({key, value}) => { parameters[key] = value; });
    widget.setOnClickAction(CardService.newAction()
      .setFunctionName(click.action.function)
      .setParameters(parameters)
      .setLoadIndicator(CardService.LoadIndicator.SPINNER));
  }
}

/** @param {InputJson} json */
function input_(json) {
  const input = CardService.newTextInput()
    .setFieldName(json.name)
    .setTitle(json.label)
    .setMultiline(json.type === 'MULTIPLE_LINE');
  if (json.value) {
    input.setValue(json.value);
  }
  if (json.hintText) {
    input.setHint(json.hintText);
  }
  return input;
}

/** @param {ChoiceJson} json */
function choice_(json) {
  const kinds = CardService.SelectionInputType;
  const input = CardService.newSelectionInput()
    .setType(json.type === 'RADIO_BUTTON' ? kinds.RADIO_BUTTON : kinds.DROPDOWN)
    .setFieldName(json.name)
    .setTitle(json.label);
  json.items.forEach((each) => input.addItem(each.text, each.value, each.selected));
  return input;
}

/** @param {PickerJson} json */
function day_(json) {
  const picker = CardService.newDatePicker().setFieldName(json.name).setTitle(json.label);
  if (json.valueMsEpoch) {
    picker.setValueInMsSinceEpoch(json.valueMsEpoch);
  }
  return picker;
}

/** @param {PickerJson} json */
function time_(json) {
  const picker = CardService.newTimePicker().setFieldName(json.name).setTitle(json.label);
  if (json.valueMsEpoch) {
    const at = new Date(Number(json.valueMsEpoch));
    picker.setHours(at.getUTCHours()).setMinutes(at.getUTCMinutes());
  }
  return picker;
}
