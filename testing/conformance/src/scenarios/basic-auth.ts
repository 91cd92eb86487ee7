import { step } from '../scenario/scenario.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { sourceConfig } from './connectors.ts';

const login = { user: 'ada', password: 's3cr:t' } as const;
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const good = basic('ada:s3cr:t');
const as = (title: string, request: string, authorization: string): Step =>
  step(title, request, { headers: { authorization } });

/** A REST API that asks who somebody is. */
export const basicAuth: Scenario = {
  name: 'basic-auth',
  worker: { 'rest.extension.classes': 'BasicAuthSecurityRestExtension' },
  login,
  headers: ['www-authenticate'],
  steps: [
    step('nobody', 'GET /connectors'),
    as('somebody who may', 'GET /connectors', good),
    as('the scheme in other letters', 'GET /connectors', good.replace('Basic', 'bASIC')),
    as('two blanks', 'GET /connectors', good.replace(' ', '  ')),
    as('a wrong password', 'GET /connectors', basic('ada:other')),
    as('an unknown user', 'GET /connectors', basic('eve:s3cr:t')),
    as('no password', 'GET /connectors', basic('ada')),
    as('no user', 'GET /connectors', basic(':s3cr:t')),
    as('another scheme', 'GET /connectors', 'Bearer abc'),
    as('a scheme alone', 'GET /connectors', 'Basic'),
    as('no Base64', 'GET /connectors', 'Basic !!!'),
    as('half of Base64', 'GET /connectors', 'Basic YWRhO'),
    step('the root', 'GET /'),
    step('health', 'GET /health'),
    step('HEAD', 'HEAD /connectors'),
    step('OPTIONS', 'OPTIONS /connectors'),
    step('plugins', 'GET /connector-plugins'),
    step('loggers', 'GET /admin/loggers'),
    step('an unknown connector', 'GET /connectors/nobody'),
    step('a path that is not there', 'GET /nowhere'),
    step('a verb that is not there', 'DELETE /connectors'),
    step('another media type', 'POST /connectors', {
      text: 'a=b',
      headers: { 'content-type': 'text/plain' },
    }),
    step('wants HTML', 'GET /connectors', { headers: { accept: 'text/html' } }),
    step('no JSON', 'POST /connectors', { text: '{' }),
    step('creates', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('a task that is no number', 'GET /connectors/a/tasks/x/status'),
    step('creates as somebody who may', 'PUT /connectors/a/config', {
      json: sourceConfig,
      headers: { authorization: good },
    }),
    step('deletes', 'DELETE /connectors/a'),
    as('deletes as somebody who may', 'DELETE /connectors/a', good),
  ],
};
