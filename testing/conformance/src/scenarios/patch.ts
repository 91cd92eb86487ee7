import { step } from '../scenario/scenario.ts';
import type { Scenario, Step, StepOptions } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

const send = (title: string, options: StepOptions): Step =>
  step(title, 'PATCH /connectors/a/config', options);

export const patch: Scenario = {
  name: 'patch',
  steps: [
    send('there is nothing to patch', { json: { topic: 't' } }),
    step('creates a source', 'PUT /connectors/a/config', { json: { ...sourceConfig, extra: 'x' } }),
    step('runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    send('sets a key', { json: { 'batch.size': '7' } }),
    step('runs again', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('keeps the other keys', 'GET /connectors/a/config'),
    step('its task has it', 'GET /connectors/a/tasks', {
      until: [{ config: { 'batch.size': '7' } }],
    }),
    send('removes a key', { json: { extra: null } }),
    send('removes a key that is not there', { json: { nothing: null } }),
    send('takes numbers for texts', { json: { 'batch.size': 8, extra: true } }),
    send('changes nothing', { json: {} }),
    send('names the connector', { json: { name: 'a' } }),
    send('removes the name', { json: { name: null } }),
    send('gives another name', { json: { name: 'b' } }),
    step('shows the name', 'GET /connectors/a'),
    send('gives the name back', { json: { name: 'a' } }),
    send('removes what is required', { json: { topic: null } }),
    send('sets what is not valid', { json: { 'tasks.max': '0', 'batch.size': 'x' } }),
    send('removes the class', { json: { 'connector.class': null } }),
    send('no JSON', { text: '{' }),
    send('no body', { headers: { 'content-type': 'application/json' } }),
    send('null', { text: 'null' }),
    send('a list', { json: [] }),
    send('an object in it', { json: { x: {} } }),
    send('a form', { text: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    step('nothing has changed', 'GET /connectors/a/config'),
    step('pauses', 'PUT /connectors/a/pause'),
    step('is paused', 'GET /connectors/a/status', { until: states('PAUSED', 'PAUSED') }),
    step('stops', 'PUT /connectors/a/stop'),
    send('patches what is stopped', { json: { extra: 'z' } }),
    step('is still stopped', 'GET /connectors/a/status', { until: states('STOPPED') }),
    send('makes a sink of it', { json: { ...sinkConfig, topic: null, extra: null, 'batch.size': null } }),
    step('is a sink', 'GET /connectors/a/config'),
    step('OPTIONS', 'OPTIONS /connectors/a/config'),
  ],
};
