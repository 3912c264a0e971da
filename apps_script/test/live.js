'use strict';
// The relay against a service that runs: node test/live.js <url> <token> <contract.json>
// Prints the action in what the script would hand back to Google.

const {execFileSync} = require('node:child_process');
const fs = require('node:fs');
const {actionOf, script} = require('./stand_ins.js');

const [url, token, file] = process.argv.slice(2);
const contract = JSON.parse(fs.readFileSync(file, 'utf8'));

// UrlFetchApp waits for its answer; Node's fetch does not, so it runs in a process of its own.
const FETCH = `
  const {url, options} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const headers = {...options.headers, 'Content-Type': options.contentType};
  fetch(url, {method: 'POST', headers, body: options.payload, redirect: 'manual'})
    .then((answer) => answer.text())
    .then((text) => process.stdout.write(text));
`;
const fetch = (to, options) =>
  execFileSync(process.execPath, ['-e', FETCH], {
    input: JSON.stringify({url: to, options}),
    encoding: 'utf8',
  });

const {world} = script({properties: {HOLDFAST_URL: url}, token, sheet: contract.selection, fetch});
process.stdout.write(JSON.stringify({action: actionOf(world[contract.runs](contract.event))}));
