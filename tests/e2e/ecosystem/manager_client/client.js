// SPDX-License-Identifier: GPL-2.0-only
// A program of the manager interface, by the package asterisk-manager. It logs in (arguments: port, name, secret), sends each
// action that comes as a line of JSON, and says in lines of JSON what the package gave it: {login}, {answer}, {event}.
'use strict';
const readline = require('readline');
const Manager = require('asterisk-manager');

const [port, name, secret] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const manager = new Manager(null, '127.0.0.1', name, secret, true);

manager.on('managerevent', (event) => say({event}));
manager.on('error', (error) => say({error: String(error)}));
manager.connect(Number(port), '127.0.0.1', () => manager.login((error) => say({login: error ? error.message : 'ok'})));
readline.createInterface({input: process.stdin})
    .on('line', (line) => manager.action(JSON.parse(line), (error, answer) => say({answer: error || answer})))
    .on('close', () => manager.disconnect(() => process.exit(0)));
