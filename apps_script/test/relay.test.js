'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const {test} = require('node:test');
const {actionOf, contracts, plain, script, HOME} = require('./stand_ins.js');
const {kindOf} = require('./card_service.js');

const URL = {HOLDFAST_URL: 'https://holdfast.school.example/'};
const SHEET = {
  workbook_id: 'book-1',
  tab: 'Diary',
  headings: ['Student', 'Kind', 'Case code', 'Row ID'],
  rows: [['Ana Silva', 'Check-in', 'C-0001', 'hf-1'], ['Leo', 'Meeting', 'C-0002', '']],
  active: 2,
};
const sent = (given = {}, event = {}) => {
  const {world, heard} = script({properties: URL, ...given});
  world.relay(event);
  return heard.requests[0];
};

const CARD = {
  name: 'c',
  header: {title: 'T'},
  sections: [{widgets: [{textParagraph: {text: 'words'}}]}],
};
const answering = (answer, more = {}) => script({properties: {...URL, ...more}, fetch: () => JSON.stringify(answer)});

for (const contract of contracts()) {
  test(`contract ${contract.name}: what is sent, and that the card comes back as it is`, () => {
    const action = {navigations: [{[contract.answered.move]: {...CARD, name: contract.answered.name}}]};
    const {world, heard} = script({
      properties: URL,
      sheet: contract.selection,
      fetch: () => JSON.stringify({action}),
    });
    const returned = world[contract.runs](contract.event);
    assert.deepEqual(plain(actionOf(returned)), action);
    assert.equal(heard.requests.length, 1);
    assert.equal(heard.requests[0].url, 'https://holdfast.school.example' + contract.sent.path);
    assert.deepEqual(heard.requests[0].body, contract.sent.body);
  });
}

test('a homepage is {action}, a pressed button {renderActions: {action}}', () => {
  const answer = {action: {navigations: [{pushCard: CARD}]}};
  const {world, heard} = answering(answer);
  assert.deepEqual(plain(world.onHomepage({})), answer);
  assert.deepEqual(plain(world.relay({})), {renderActions: answer});
  assert.equal(heard.requests[0].options.headers['X-Holdfast-Answers'], 'render');
});

test('HOLDFAST_ANSWERS=action: both alike', () => {
  const answer = {action: {navigations: [{pushCard: CARD}]}};
  const {world, heard} = answering(answer, {HOLDFAST_ANSWERS: 'action'});
  assert.deepEqual(plain(world.onHomepage({})), answer);
  assert.deepEqual(plain(world.relay({})), answer);
  assert.equal(heard.requests[0].options.headers['X-Holdfast-Answers'], 'action');
});

test("HOLDFAST_ANSWERS=cards: CardService's own objects, each of the kind that Google wants", () => {
  const answer = {action: {navigations: [{updateCard: CARD}], notification: {text: 'Saved.'}}};
  const {world, heard} = answering(answer, {HOLDFAST_ANSWERS: 'cards'});
  const opened = world.onHomepage({});
  assert.deepEqual([opened.length, kindOf(opened[0])], [1, 'Card']);
  const pressed = world.relay({});
  assert.equal(kindOf(pressed), 'ActionResponse');
  assert.deepEqual(plain(pressed.json()), answer);
  assert.equal(heard.requests[0].options.headers['X-Holdfast-Answers'], 'cards');
});

test("the menu at the top has an answer of its own kind, whatever is set", () => {
  for (const HOLDFAST_ANSWERS of ['', 'action', 'cards', 'what is this']) {
    const {world} = answering({action: {navigations: [{pushCard: CARD}]}}, {HOLDFAST_ANSWERS});
    for (const name of ['onSelectedCase', 'onFind', 'onAttention']) {
      assert.equal(kindOf(world[name]({})), 'UniversalActionResponse', name);
    }
  }
});

test('an answer that is no card is not handed on', () => {
  for (const text of ['{}', 'null', '[]', '{"error": {"code": 403}}']) {
    const {world} = script({properties: URL, fetch: () => text});
    assert.match(JSON.stringify(world.onHomepage({})), /does not answer/);
  }
});

test('the token goes along, and redirects are not followed with it', () => {
  const {options} = sent({token: 'abc'});
  assert.equal(options.headers.Authorization, 'Bearer abc');
  assert.equal(options.followRedirects, false);
  assert.equal(options.method, 'post');
});

test('tokens inside the event stay here', () => {
  const event = {
    commonEventObject: {parameters: {action: 'find'}},
    authorizationEventObject: {userOAuthToken: 'secret', systemIdToken: 'secret'},
  };
  const {options, url} = sent({}, event);
  assert.ok(url.endsWith('/addon/find'));
  assert.ok(!options.payload.includes('secret'));
});

test("the selected row's own id is sent, else its case code, and no cell besides", () => {
  assert.equal(sent({sheet: SHEET}).body.holdfast.row_id, 'hf-1');
  assert.equal(sent({sheet: {...SHEET, active: 3}}).body.holdfast.row_id, 'C-0002');
  for (const active of [0, 1, 4]) {
    assert.equal(sent({sheet: {...SHEET, active}}).body.holdfast.row_id, '');
  }
  assert.ok(!sent({sheet: SHEET}).options.payload.includes('Ana'));
});

test('without an open spreadsheet nothing is selected', () => {
  assert.deepEqual(sent().body.holdfast, {workbook_id: '', tab: '', row_id: ''});
});

test('an action cannot lead to another address', () => {
  const {url} = sent({}, {commonEventObject: {parameters: {action: '../hooks/look?x=1'}}});
  assert.equal(url, 'https://holdfast.school.example/addon/..%2Fhooks%2Flook%3Fx%3D1');
});

test('when the service does not answer, a card says so', () => {
  for (const fetch of [() => '<html>502</html>', () => { throw new Error('DNS'); }]) {
    const {world} = script({properties: URL, fetch});
    assert.match(JSON.stringify(world.onHomepage({})), /does not answer/);
  }
});

test('without an address nothing is asked, and the card says what to do', () => {
  const {world, heard} = script();
  assert.match(JSON.stringify(world.onHomepage({})), /HOLDFAST_URL/);
  assert.equal(heard.requests.length, 0);
});

const manifest = JSON.parse(fs.readFileSync(path.join(HOME, 'appsscript.json'), 'utf8'));

test('it opens in Calendar, Gmail, Drive and Docs as well: a teacher has no workbook open', () => {
  for (const host of ['calendar', 'gmail', 'drive', 'docs', 'sheets']) {
    assert.equal(manifest.addOns[host].homepageTrigger.runFunction, 'onHomepage', host);
  }
});

test('every function that the manifest or a card names is there', () => {
  const named = JSON.stringify(manifest).match(/"runFunction":"(\w+)"/g).map((each) => each.split('"')[3]);
  const {world} = script();
  for (const name of [...named, 'relay']) {
    assert.equal(typeof world[name], 'function', name);
  }
});
