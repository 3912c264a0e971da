'use strict';
// Real answers of the service through Cards.js: a JSON list of answers on standard input, and on
// standard output what CardService would make of each.

const fs = require('node:fs');
const {script} = require('./stand_ins.js');

const {world} = script();
const answers = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(answers.map((answer) => world.builtAnswer_(answer).json())));
