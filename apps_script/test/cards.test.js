'use strict';
// Cards built with CardService say what the service's card JSON said; and the stand-in, against
// which that is held, refuses what CardService would refuse.

const assert = require('node:assert/strict');
const {test} = require('node:test');
const {CardService, MOST_WIDGETS} = require('./card_service.js');
const {plain, script} = require('./stand_ins.js');

const press = {action: {function: 'relay', parameters: [{key: 'action', value: 'tick'}], loadIndicator: 'SPINNER'}};
const open = {openLink: {url: 'https://docs.google.com/', openAs: 'FULL_SIZE', onClose: 'NOTHING'}};
const icon = {materialIcon: {name: 'flag'}, altText: 'flag'};
const items = [{text: 'One', value: '1', selected: true}, {text: 'Two', value: '2', selected: false}];
const EVERYTHING = {
  name: 'all',
  header: {title: 'Title', subtitle: 'Below'},
  sections: [
    {
      header: 'Section',
      collapsible: true,
      uncollapsibleWidgetsCount: 1,
      widgets: [
        {textParagraph: {text: '<b>words</b>'}},
        {decoratedText: {text: 'a', topLabel: 'b', bottomLabel: 'c', wrapText: true, onClick: press, startIcon: icon}},
        {decoratedText: {text: 'a', wrapText: true, button: {text: 'Go', onClick: open, altText: 'Go there'}}},
      ],
    },
    {
      widgets: [
        {buttonList: {buttons: [{text: 'Save', onClick: press, type: 'FILLED'}, {text: 'Open', onClick: open}]}},
        {textInput: {name: 'n', label: 'L', type: 'MULTIPLE_LINE', value: 'v', hintText: 'h'}},
        {textInput: {name: 'm', label: 'L', type: 'SINGLE_LINE'}},
        {selectionInput: {name: 's', label: 'L', type: 'DROPDOWN', items}},
        {selectionInput: {name: 'r', label: 'L', type: 'RADIO_BUTTON', items}},
        {dateTimePicker: {name: 'd', label: 'L', type: 'DATE_ONLY', valueMsEpoch: '1791158400000'}},
        {dateTimePicker: {name: 't', label: 'L', type: 'TIME_ONLY', valueMsEpoch: '34200000'}},
        {dateTimePicker: {name: 'u', label: 'L', type: 'TIME_ONLY'}},
        {image: {imageUrl: 'data:image/png;base64,AA', altText: 'a chart'}},
        {divider: {}},
      ],
    },
  ],
};
const built = (card) => plain(script().world.card_(card).json());

test('every widget comes through as it was', () => {
  assert.deepEqual(built(EVERYTHING), EVERYTHING);
});

test('a widget that is not known is refused, not left out', () => {
  const card = {header: {title: 'T'}, sections: [{widgets: [{chart: {}}]}]};
  assert.throws(() => script().world.card_(card), /nothing for the widget chart/);
});

test('the stand-in refuses a wrong type, an unknown method and an unfinished piece', () => {
  assert.throws(() => CardService.newTextParagraph().setText(7), /does not match the method signature/);
  assert.throws(() => CardService.newCardHeader().setTitle(undefined), /does not match/);
  assert.throws(() => CardService.newCardSection().addWidget(CardService.newCardHeader()), /does not match/);
  assert.throws(() => CardService.newTextButton().setText('a').setTextButtonStyle('FILLED'), /does not match/);
  assert.throws(() => CardService.newTextParagraph().setColor('red'), TypeError);
  assert.throws(() => CardService.newTextButton().setText('a').json(), /does nothing/);
  assert.throws(() => CardService.newCardBuilder().build(), /not finished/);
  assert.throws(() => CardService.newAction().setFunctionName('f').setParameters({a: 1}).json(), /no string/);
});

test('the stand-in counts the widgets of a card over all its sections', () => {
  const widget = {divider: {}};
  const card = (one, two) => ({
    header: {title: 'T'},
    sections: [{widgets: Array(one).fill(widget)}, {widgets: Array(two).fill(widget)}],
  });
  built(card(MOST_WIDGETS - 50, 50));
  assert.throws(() => built(card(MOST_WIDGETS - 50, 51)), /at most 100 widgets; this one has 101/);
});
