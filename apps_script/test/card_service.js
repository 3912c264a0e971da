'use strict';
// A stand-in of Google's CardService, for the part that Cards.js uses: it refuses a value of the
// wrong type, a piece that is not finished, and a card beyond Google's limits. What is built knows
// itself as the card JSON that it stands for (`json`), so that it can be held against the service's.
//
// Methods and types as in the CardService reference (and Google's own type declarations, against
// which Cards.js is checked besides); the limit of 100 widgets in a card is chat.v1's.

const MOST_WIDGETS = 100;

const ENUMS = {
  TextButtonStyle: ['OUTLINED', 'TEXT', 'FILLED', 'FILLED_TONAL', 'BORDERLESS'],
  SelectionInputType: ['CHECK_BOX', 'RADIO_BUTTON', 'DROPDOWN', 'SWITCH', 'MULTI_SELECT'],
  LoadIndicator: ['SPINNER', 'NONE'],
  OpenAs: ['FULL_SIZE', 'OVERLAY'],
  OnClose: ['NOTHING', 'RELOAD', 'RELOAD_ADD_ON'],
};

class Enumerated {
  constructor(kind, name) {
    Object.assign(this, {kind, name});
  }
}

const WIDGETS = [
  'TextParagraph', 'DecoratedText', 'ButtonSet', 'TextInput', 'SelectionInput', 'DatePicker',
  'TimePicker', 'Image', 'Divider',
];

/** A word for what a value is: a type of JavaScript, an enum, or one of CardService's pieces. */
function kindOf(value) {
  if (value instanceof Enumerated || value instanceof Piece) {
    return value.kind;
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'integer' : 'number';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

function fits(value, wanted) {
  const kind = kindOf(value);
  return wanted === 'widget' ? WIDGETS.includes(kind) : wanted.split('|').includes(kind);
}

/** One piece; its methods come from PIECES. Each call is kept, the last of a name counting. */
class Piece {
  constructor(kind) {
    this.kind = kind;
    this.said = {};
    this.added = {};
    const {methods, needs = [], json} = PIECES[kind];
    for (const [name, types] of Object.entries(methods)) {
      this[name] = (...given) => {
        if (given.length !== types.length || !given.every((each, at) => fits(each, types[at]))) {
          throw new TypeError(
            `${kind}.${name}(${given.map(kindOf)}) does not match the method signature (${types}).`);
        }
        if (name.startsWith('add')) {
          (this.added[name] = this.added[name] || []).push(given);
        } else {
          this.said[name] = given[0];
        }
        return this;
      };
    }
    this.json = () => {
      for (const need of needs) {
        if (!(need in this.said) && !(need in this.added)) {
          throw new Error(`${kind} is not finished: ${need} was never called.`);
        }
      }
      return json(this.said, this.added);
    };
    if (PIECES[kind].builds) {
      this.build = () => {
        const made = this.json();
        return Object.assign(new Piece(PIECES[kind].builds), {json: () => made});
      };
    }
  }
}

const some = (json) => Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
const click = (said) =>
  said.setOpenLink ? said.setOpenLink.json() : said.setOnClickAction && said.setOnClickAction.json();
const CLICKS = {setOnClickAction: ['Action'], setOpenLink: ['OpenLink']};
const FIELD = {setFieldName: ['string'], setTitle: ['string']};

function counted(sections) {
  const widgets = sections.reduce((sum, each) => sum + each.widgets.length, 0);
  if (widgets > MOST_WIDGETS) {
    throw new Error(`A card has at most ${MOST_WIDGETS} widgets; this one has ${widgets}.`);
  }
  return sections;
}

function texts(parameters) {
  return Object.entries(parameters).map(([key, value]) => {
    if (typeof value !== 'string') {
      throw new TypeError(`Action.setParameters: ${key} is no string.`);
    }
    return {key, value};
  });
}

const PIECES = {
  CardBuilder: {
    builds: 'Card',
    methods: {setHeader: ['CardHeader'], setName: ['string'], addSection: ['CardSection']},
    needs: ['addSection'],
    json: (said, {addSection}) => some({
      header: said.setHeader && said.setHeader.json(),
      name: said.setName,
      sections: counted(addSection.map(([each]) => each.json())),
    }),
  },
  Card: {methods: {}, json: () => ({})},
  CardHeader: {
    methods: {setTitle: ['string'], setSubtitle: ['string']},
    needs: ['setTitle'],
    json: (said) => some({title: said.setTitle, subtitle: said.setSubtitle}),
  },
  CardSection: {
    methods: {
      setHeader: ['string'], setCollapsible: ['boolean'], setNumUncollapsibleWidgets: ['integer'],
      addWidget: ['widget'],
    },
    needs: ['addWidget'],
    json: (said, {addWidget}) => some({
      header: said.setHeader,
      collapsible: said.setCollapsible,
      uncollapsibleWidgetsCount: said.setNumUncollapsibleWidgets,
      widgets: addWidget.map(([each]) => each.json()),
    }),
  },
  TextParagraph: {
    methods: {setText: ['string']},
    needs: ['setText'],
    json: (said) => ({textParagraph: {text: said.setText}}),
  },
  DecoratedText: {
    methods: {
      setText: ['string'], setTopLabel: ['string'], setBottomLabel: ['string'],
      setWrapText: ['boolean'], setButton: ['TextButton'], setStartIcon: ['IconImage'], ...CLICKS,
    },
    needs: ['setText'],
    json: (said) => ({decoratedText: some({
      text: said.setText,
      topLabel: said.setTopLabel,
      bottomLabel: said.setBottomLabel,
      wrapText: said.setWrapText,
      button: said.setButton && said.setButton.json(),
      startIcon: said.setStartIcon && said.setStartIcon.json(),
      onClick: click(said),
    })}),
  },
  ButtonSet: {
    methods: {addButton: ['TextButton']},
    needs: ['addButton'],
    json: (_, {addButton}) => ({buttonList: {buttons: addButton.map(([each]) => each.json())}}),
  },
  TextButton: {
    methods: {
      setText: ['string'], setAltText: ['string'], setTextButtonStyle: ['TextButtonStyle'], ...CLICKS,
    },
    needs: ['setText'],
    json: (said) => {
      if (!click(said)) {
        throw new Error('TextButton is not finished: it does nothing.');
      }
      const type = said.setTextButtonStyle && said.setTextButtonStyle.name;
      return some({text: said.setText, altText: said.setAltText, type, onClick: click(said)});
    },
  },
  TextInput: {
    methods: {...FIELD, setValue: ['string'], setHint: ['string'], setMultiline: ['boolean']},
    needs: ['setFieldName'],
    json: (said) => ({textInput: some({
      name: said.setFieldName,
      label: said.setTitle,
      value: said.setValue,
      hintText: said.setHint,
      type: said.setMultiline ? 'MULTIPLE_LINE' : 'SINGLE_LINE',
    })}),
  },
  SelectionInput: {
    methods: {
      ...FIELD, setType: ['SelectionInputType'], addItem: ['string', 'string', 'boolean'],
    },
    needs: ['setFieldName', 'setType', 'addItem'],
    json: (said, {addItem}) => {
      if (addItem.filter((each) => each[2]).length > 1) {
        throw new Error('Only one item of a SelectionInput of this type may be selected.');
      }
      const items = addItem.map(([text, value, selected]) => ({text, value, selected}));
      const type = said.setType.name;
      return {selectionInput: some({name: said.setFieldName, label: said.setTitle, type, items})};
    },
  },
  DatePicker: {
    methods: {...FIELD, setValueInMsSinceEpoch: ['string|integer']},
    needs: ['setFieldName'],
    json: (said) => ({dateTimePicker: some({
      name: said.setFieldName,
      label: said.setTitle,
      type: 'DATE_ONLY',
      valueMsEpoch: said.setValueInMsSinceEpoch && String(said.setValueInMsSinceEpoch),
    })}),
  },
  TimePicker: {
    methods: {...FIELD, setHours: ['integer'], setMinutes: ['integer']},
    needs: ['setFieldName'],
    json: (said) => {
      if (said.setHours > 23 || said.setMinutes > 59) {
        throw new Error('TimePicker: there is no such time.');
      }
      const set = 'setHours' in said;
      const minutes = (said.setHours || 0) * 60 + (said.setMinutes || 0);
      const valueMsEpoch = set ? String(minutes * 60_000) : undefined;
      const {setFieldName: name, setTitle: label} = said;
      return {dateTimePicker: some({name, label, type: 'TIME_ONLY', valueMsEpoch})};
    },
  },
  Image: {
    methods: {setImageUrl: ['string'], setAltText: ['string']},
    needs: ['setImageUrl'],
    json: (said) => ({image: some({imageUrl: said.setImageUrl, altText: said.setAltText})}),
  },
  Divider: {methods: {}, json: () => ({divider: {}})},
  IconImage: {
    methods: {setMaterialIcon: ['MaterialIcon'], setAltText: ['string']},
    needs: ['setMaterialIcon'],
    json: (said) => some({materialIcon: said.setMaterialIcon.json(), altText: said.setAltText}),
  },
  MaterialIcon: {
    methods: {setName: ['string']},
    needs: ['setName'],
    json: (said) => ({name: said.setName}),
  },
  Action: {
    methods: {setFunctionName: ['string'], setParameters: ['object'], setLoadIndicator: ['LoadIndicator']},
    needs: ['setFunctionName'],
    json: (said) => ({action: some({
      function: said.setFunctionName,
      parameters: texts(said.setParameters || {}),
      loadIndicator: said.setLoadIndicator && said.setLoadIndicator.name,
    })}),
  },
  OpenLink: {
    methods: {setUrl: ['string'], setOpenAs: ['OpenAs'], setOnClose: ['OnClose']},
    needs: ['setUrl'],
    json: (said) => ({openLink: some({
      url: said.setUrl,
      openAs: said.setOpenAs && said.setOpenAs.name,
      onClose: said.setOnClose && said.setOnClose.name,
    })}),
  },
  Navigation: {
    methods: {pushCard: ['Card'], updateCard: ['Card']},
    json: (said) => Object.entries(said).map(([move, card]) => ({[move]: card.json()})),
  },
  Notification: {
    methods: {setText: ['string']},
    needs: ['setText'],
    json: (said) => ({text: said.setText}),
  },
  ActionResponseBuilder: {
    builds: 'ActionResponse',
    methods: {setNavigation: ['Navigation'], setNotification: ['Notification']},
    json: (said) => ({action: some({
      navigations: said.setNavigation && said.setNavigation.json(),
      notification: said.setNotification && said.setNotification.json(),
    })}),
  },
  ActionResponse: {methods: {}, json: () => ({})},
  UniversalActionResponseBuilder: {
    builds: 'UniversalActionResponse',
    methods: {displayAddOnCards: ['array']},
    needs: ['displayAddOnCards'],
    json: (said) => said.displayAddOnCards.map((each) => {
      if (kindOf(each) !== 'Card') {
        throw new TypeError('displayAddOnCards takes cards.');
      }
      return each.json();
    }),
  },
  UniversalActionResponse: {methods: {}, json: () => []},
};

/** CardService itself: `newX()` for each piece that scripts make, and the enums. */
const CardService = {};
for (const kind of Object.keys(PIECES)) {
  CardService['new' + kind] = () => new Piece(kind);
}
for (const [kind, names] of Object.entries(ENUMS)) {
  CardService[kind] = Object.fromEntries(names.map((name) => [name, new Enumerated(kind, name)]));
}
for (const made of ['Card', 'ActionResponse', 'UniversalActionResponse']) {
  delete CardService['new' + made];
}

module.exports = {CardService, kindOf, MOST_WIDGETS};
