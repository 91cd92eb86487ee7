import { step } from '../scenario/scenario.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';

const shown = [
  'vary',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-max-age',
  'x-frame-options',
  'cache-control',
];

const from = (title: string, request: string, origin: string): Step =>
  step(title, request, { headers: { origin } });
const preflight = (title: string, path: string, origin: string): Step =>
  step(title, `OPTIONS ${path}`, {
    headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-mine' },
  });

const steps: readonly Step[] = [
  step('no origin', 'GET /connectors'),
  from('an origin that may', 'GET /connectors', 'http://a.example'),
  from('an origin by a pattern', 'GET /connectors', 'https://two.b.example'),
  from('an origin that may not', 'GET /connectors', 'http://c.example'),
  from('part of an origin', 'GET /connectors', 'http://a.example.org'),
  from('two origins', 'GET /connectors', 'http://c.example http://a.example'),
  from('a failure', 'GET /connectors/nobody', 'http://a.example'),
  from('a path that is not there', 'GET /nowhere', 'http://a.example'),
  from('a verb that is not there', 'DELETE /connectors', 'http://a.example'),
  from('OPTIONS', 'OPTIONS /connectors', 'http://a.example'),
  preflight('a browser asks beforehand', '/connectors', 'http://a.example'),
  preflight('a browser asks for an origin that may not', '/connectors', 'http://c.example'),
  preflight('a browser asks for a path that is not there', '/nowhere', 'http://a.example'),
  step('OPTIONS without an origin', 'OPTIONS /connectors'),
];

/** Answers for pages of other origins, and headers that are added. */
export const crossOrigin: Scenario = {
  name: 'cross-origin',
  headers: shown,
  worker: {
    'access.control.allow.origin': String.raw`http://a.example,https?://.*\.b\.example`,
    'access.control.allow.methods': 'GET,PUT',
    'response.http.headers.config':
      'set X-Frame-Options: DENY, "add Cache-Control: no-cache, no-store", add Cache-Control: private',
  },
  steps,
};

export const anyOrigin: Scenario = {
  name: 'any-origin',
  headers: shown,
  worker: { 'access.control.allow.origin': '*' },
  steps,
};

/** Without the routes of administrators. */
export const withoutAdmin: Scenario = {
  name: 'without-admin',
  worker: { 'admin.listeners': '' },
  steps: [
    step('loggers', 'GET /admin/loggers'),
    step('a logger', 'GET /admin/loggers/root'),
    step('OPTIONS', 'OPTIONS /admin/loggers'),
    step('sets a level', 'PUT /admin/loggers/root', { json: { level: 'INFO' } }),
    step('the rest is there', 'GET /connectors'),
  ],
};
