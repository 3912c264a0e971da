'use strict';
const assert = require('node:assert/strict');
const {test} = require('node:test');
const {script} = require('./stand_ins.js');

const URL = {HOLDFAST_URL: 'https://holdfast.school.example'};

test('a trigger says "look again", and nothing else', () => {
  for (const name of ['onWorkbookChange', 'onReferral', 'onTheHour']) {
    const {world, heard} = script({properties: URL});
    world[name]({namedValues: {Student: ['Ana Silva']}});
    assert.equal(heard.requests.length, 1);
    assert.equal(heard.requests[0].url, 'https://holdfast.school.example/hooks/look');
    assert.deepEqual(heard.requests[0].body, {});
  }
});

test('a trigger that cannot reach the service fails quietly: the next one comes', () => {
  const {world} = script({properties: URL, fetch: () => { throw new Error('down'); }});
  world.onTheHour();
});

test('triggers are set once, however often that is asked, and others are left alone', () => {
  const {world, heard} = script({properties: {...URL, HOLDFAST_FORMS: 'form-1, form-2,'}});
  world.ScriptApp.newTrigger('somebodyElses').timeBased().create();
  world.setTriggers();
  world.setTriggers();
  const handlers = heard.triggers.map((each) => each.handler).sort();
  assert.deepEqual(handlers, [
    'onReferral', 'onReferral', 'onTheHour', 'onWorkbookChange', 'somebodyElses',
  ]);
  const forms = heard.triggers.filter((each) => each.handler === 'onReferral').map((each) => each.of[0]);
  assert.deepEqual(forms, [['forForm', 'form-1'], ['forForm', 'form-2']]);
  world.removeTriggers();
  assert.deepEqual(heard.triggers.map((each) => each.handler), ['somebodyElses']);
});

test('the menu leads to functions that are there', () => {
  const {world, heard} = script({properties: URL});
  world.onInstall();
  assert.equal(heard.menu[0], 'Holdfast');
  for (const name of heard.menu.slice(1)) {
    assert.equal(typeof world[name], 'function', name);
  }
  world.lookAgainNow();
  assert.equal(heard.requests.length, 1);
  assert.equal(heard.toasts.length, 1);
});
