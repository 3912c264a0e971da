'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const {test} = require('node:test');
const {script, HOME} = require('./stand_ins.js');

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

test('a trigger on a file says which file, and nothing of what stands in it', () => {
  for (const name of ['onWorkbookChange', 'onReferral']) {
    const {world, heard} = script({properties: URL});
    world[name]({source: {getId: () => 'file-1'}, namedValues: {Student: ['Ana Silva']}});
    assert.deepEqual(heard.requests[0].body, {holdfast: {workbook_id: 'file-1'}});
  }
});

test('a trigger that cannot reach the service fails quietly: the next one comes', () => {
  const {world} = script({properties: URL, fetch: () => { throw new Error('down'); }});
  world.onTheHour();
});

const FILES = {HOLDFAST_WORKBOOKS: 'book-1', HOLDFAST_FORMS: 'form-1, form-2,'};

test('triggers are set once, however often that is asked, and others are left alone', () => {
  const {world, heard} = script({properties: {...URL, ...FILES}});
  world.ScriptApp.newTrigger('somebodyElses').timeBased().create();
  world.setTriggers();
  world.setTriggers();
  const handlers = heard.triggers.map((each) => each.handler).sort();
  assert.deepEqual(handlers, [
    'onReferral', 'onReferral', 'onTheHour', 'onWorkbookChange', 'somebodyElses',
  ]);
  const of = (handler) => heard.triggers.filter((each) => each.handler === handler).map((each) => each.of[0]);
  assert.deepEqual(of('onReferral'), [['forForm', 'form-1'], ['forForm', 'form-2']]);
  assert.deepEqual(of('onWorkbookChange'), [['forSpreadsheet', 'book-1']]);
  world.removeTriggers();
  assert.deepEqual(heard.triggers.map((each) => each.handler), ['somebodyElses']);
});

test('where Google refuses one trigger the others are set, and the log says which is missing', () => {
  const {world, heard} = script({properties: {...URL, ...FILES}, refused: ['form-1']});
  world.setTriggers();
  const handlers = heard.triggers.map((each) => each.handler).sort();
  assert.deepEqual(handlers, ['onReferral', 'onTheHour', 'onWorkbookChange']);
  assert.equal(heard.warnings.length, 1);
  assert.match(heard.warnings[0], /form-1/);
});

test('nothing is bound to a workbook, where its editors could change it', () => {
  const text = fs.readFileSync(path.join(HOME, 'Triggers.js'), 'utf8');
  assert.ok(!/getActive\(|getUi\(/.test(text));
});
