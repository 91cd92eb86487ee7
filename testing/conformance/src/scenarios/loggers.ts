import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';

const put = (title: string, name: string, json: Json): Step =>
  step(title, `PUT /admin/loggers/${name}`, { json });

/** Levels of loggers (KIP-495, KIP-976). The loggers are nobody's, so that both workers have the same. */
export const loggers: Scenario = {
  name: 'loggers',
  steps: [
    step('the root', 'GET /admin/loggers/root'),
    step('the root in capitals', 'GET /admin/loggers/ROOT'),
    step('a logger that is not there', 'GET /admin/loggers/org.example.nothing'),
    put('makes a logger', 'org.example.one', { level: 'DEBUG' }),
    step('has it', 'GET /admin/loggers/org.example.one'),
    put('changes nothing', 'org.example.one', { level: 'DEBUG' }),
    put('takes small letters', 'org.example.one', { level: 'warn' }),
    put('makes one below it', 'org.example.one.two', { level: 'ERROR' }),
    put('changes those below, too', 'org.example.one', { level: 'TRACE' }),
    step('which have it then', 'GET /admin/loggers/org.example.one.two'),
    step('a parent that nobody has used', 'GET /admin/loggers/org.example'),
    put('switches it off', 'org.example.one.two', { level: 'OFF' }),
    step('has what is off', 'GET /admin/loggers/org.example.one.two'),
    put('knows ALL', 'org.example.one.two', { level: 'ALL' }),
    put('knows FATAL', 'org.example.one.two', { level: 'FATAL' }),
    put('a level that is none', 'org.example.one', { level: 'bogus' }),
    put('no level', 'org.example.one', {}),
    put('null as level', 'org.example.one', { level: null }),
    put('an empty level', 'org.example.one', { level: '' }),
    put('more fields than that', 'org.example.one', { level: 'INFO', colour: 'red' }),
    step('no body', 'PUT /admin/loggers/org.example.one', {
      headers: { 'content-type': 'application/json' },
    }),
    step('no JSON', 'PUT /admin/loggers/org.example.one', { text: '{' }),
    step('a list', 'PUT /admin/loggers/org.example.one', { json: [] }),
    put('with the scope of the worker', 'org.example.three?scope=worker', { level: 'DEBUG' }),
    put('with a scope that nobody knows', 'org.example.three?scope=planet', { level: 'INFO' }),
    put('with an empty scope', 'org.example.three?scope=', { level: 'WARN' }),
    put('with the scope of the cluster', 'org.example.four?scope=cluster', { level: 'DEBUG' }),
    step('has what the cluster has', 'GET /admin/loggers/org.example.four', { until: { level: 'DEBUG' } }),
    put('with the cluster in capitals', 'org.example.four?scope=CLUSTER', { level: 'ERROR' }),
    step('has that, too', 'GET /admin/loggers/org.example.four', { until: { level: 'ERROR' } }),
    put('a level that is none for the cluster', 'org.example.four?scope=cluster', { level: 'bogus' }),
    put('no level for the cluster', 'org.example.four?scope=cluster', {}),
    step('deletes none', 'DELETE /admin/loggers/org.example.one'),
    step('OPTIONS', 'OPTIONS /admin/loggers/org.example.one'),
  ],
};
