import { step } from '../../scenario/scenario.ts';
import type { Scenario, Step } from '../../scenario/scenario.ts';
import { sourceConfig, states } from '../connectors.ts';

const algorithm = 'x-connect-request-signature-algorithm';
const signature = 'x-connect-authorization';
const base64 = Buffer.alloc(32, 7).toString('base64');

const tasks = (title: string, headers: Readonly<Record<string, string>>, text = '[{}]'): Step =>
  step(title, 'POST /connectors/a/tasks', { text, headers });
const fence = (title: string, headers: Readonly<Record<string, string>>): Step =>
  step(title, 'PUT /connectors/a/fence', { headers });

/** What workers ask of each other, asked by somebody who has no key. */
export const betweenWorkers: Scenario = {
  name: 'distributed/between-workers',
  mode: 'distributed',
  steps: [
    step('creates a source', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    tasks('tasks without a signature', {}),
    tasks('tasks with an algorithm only', { [algorithm]: 'HmacSHA256' }),
    tasks('tasks with a signature only', { [signature]: base64 }),
    tasks('tasks with an algorithm that nobody knows', { [algorithm]: 'Bogus', [signature]: base64 }),
    tasks('tasks with a signature that is no Base64', { [algorithm]: 'HmacSHA256', [signature]: '%%%' }),
    tasks('tasks with an algorithm that is not taken', { [algorithm]: 'HmacSHA1', [signature]: base64 }),
    tasks('tasks with a wrong signature', { [algorithm]: 'HmacSHA256', [signature]: base64 }),
    tasks('tasks of another media type', { 'content-type': 'text/plain' }),
    tasks('tasks that are no JSON', {}, '{'),
    tasks('tasks that are no list', {}, '{}'),
    step('tasks of nobody', 'POST /connectors/nobody/tasks', { text: '[]' }),
    step('tasks after all', 'GET /connectors/a/tasks'),
    fence('fences without a signature', {}),
    fence('fences with a wrong signature', { [algorithm]: 'HmacSHA256', [signature]: base64 }),
    fence('fences with an algorithm that nobody knows', { [algorithm]: 'Bogus', [signature]: base64 }),
    step('fences nobody', 'PUT /connectors/nobody/fence'),
    step('OPTIONS of tasks', 'OPTIONS /connectors/a/tasks'),
    step('OPTIONS of fences', 'OPTIONS /connectors/a/fence'),
    step('restarts what is not to be passed on', 'POST /connectors/a/restart?forward=false'),
    step('runs still', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('restarts what may be passed on once', 'POST /connectors/a/tasks/0/restart?forward=true'),
    step('deletes what is not to be passed on', 'DELETE /connectors/a?forward=false'),
  ],
};
