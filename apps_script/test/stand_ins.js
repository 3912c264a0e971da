'use strict';
// Stand-ins for the few services of Apps Script that the add-on uses, and the script run in them.

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const {CardService} = require('./card_service.js');

const HOME = path.join(__dirname, '..', 'src');
const CONTRACTS = path.join(__dirname, '..', '..', 'tests', 'contracts');

/** A sheet with headings, rows below them, and one active row (1-based; 0 = none). */
function sheetOf({workbook_id, tab, headings = [], rows = [], active = 0}) {
  const grid = [headings, ...rows];
  return {
    getParent: () => ({getId: () => workbook_id}),
    getName: () => tab,
    getActiveRange: () => (active ? {getRow: () => active} : null),
    getLastColumn: () => headings.length,
    getLastRow: () => grid.length,
    getRange: (row, column, height, width) => ({
      getDisplayValues: () =>
        grid.slice(row - 1, row - 1 + height).map((each) => each.slice(column - 1, column - 1 + width)),
    }),
  };
}

/** The script, loaded into a world of stand-ins; `fetch` answers a request with a text, and no
 * trigger can be set on a file whose id is `refused`. */
function script({properties = {}, sheet = null, token = 'the-token', refused = [], fetch = () => '{}'} = {}) {
  const heard = {requests: [], triggers: [], warnings: []};
  const building = (handler) => {
    const made = {handler, of: [], getHandlerFunction: () => handler};
    const builder = new Proxy({}, {
      get: (_, name) => (...given) => {
        if (name === 'create') {
          if (refused.some((id) => made.of.flat().includes(id))) throw new Error('No permission.');
          heard.triggers.push(made);
          return made;
        }
        made.of.push([name, ...given]);
        return builder;
      },
    });
    return builder;
  };
  const world = vm.createContext({
    CardService,
    console: {warn: (words) => heard.warnings.push(words)},
    PropertiesService: {
      getScriptProperties: () => ({getProperty: (name) => properties[name] ?? null}),
    },
    ScriptApp: {
      getIdentityToken: () => token,
      newTrigger: building,
      getProjectTriggers: () => [...heard.triggers],
      deleteTrigger: (trigger) => heard.triggers.splice(heard.triggers.indexOf(trigger), 1),
    },
    SpreadsheetApp: {
      getActiveSheet: () => {
        if (!sheet) throw new Error('No spreadsheet is open.');
        return sheetOf(sheet);
      },
    },
    UrlFetchApp: {
      fetch: (url, options) => {
        heard.requests.push({url, options, body: JSON.parse(options.payload)});
        const text = fetch(url, options);
        return {getContentText: () => text};
      },
    },
  });
  for (const name of fs.readdirSync(HOME).filter((each) => each.endsWith('.js'))) {
    vm.runInContext(fs.readFileSync(path.join(HOME, name), 'utf8'), world, {filename: name});
  }
  return {world, heard};
}

/** Values of another world, as this world's own. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

/** Every card contract, by name. */
function contracts() {
  return fs
    .readdirSync(CONTRACTS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({name, ...JSON.parse(fs.readFileSync(path.join(CONTRACTS, name), 'utf8'))}));
}

/** The action in what a function of the script hands to Google, whichever form it has. */
function actionOf(returned) {
  if (Array.isArray(returned)) {
    return {navigations: returned.map((card) => ({pushCard: card.json()}))};
  }
  const json = returned.json ? returned.json() : returned;
  if (Array.isArray(json)) {
    return {navigations: json.map((card) => ({pushCard: card}))};
  }
  return (json.renderActions || json).action;
}

module.exports = {actionOf, contracts, plain, script, HOME};
