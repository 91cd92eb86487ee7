import { step } from '../scenario/scenario.ts';
import type { Scenario, Step, StepOptions } from '../scenario/scenario.ts';
import { sourceConfig } from './connectors.ts';

const valid = { name: 'a', config: sourceConfig, initial_state: 'stopped' } as const;
const post = (title: string, options: StepOptions): Step => step(title, 'POST /connectors', options);
const put = (title: string, options: StepOptions): Step => step(title, 'PUT /connectors/a/config', options);

export const badBodies: Scenario = {
  name: 'bad-bodies',
  steps: [
    post('no body', { headers: { 'content-type': 'application/json' } }),
    post('an empty body', { text: '' }),
    post('no JSON', { text: 'name=a' }),
    post('half a JSON', { text: '{"name":"a","config":{' }),
    post('null', { text: 'null' }),
    post('a number', { text: '5' }),
    post('a list', { text: '[]' }),
    post('a text', { text: '"a"' }),
    post('a field that nobody knows', { json: { ...valid, colour: 'red' } }),
    post('no config', { json: { name: 'a' } }),
    post('null as config', { json: { name: 'a', config: null } }),
    post('a list as config', { json: { name: 'a', config: [] } }),
    post('a text as config', { json: { name: 'a', config: 'x' } }),
    post('an object in the config', { json: { name: 'a', config: { ...sourceConfig, x: {} } } }),
    post('a list in the config', { json: { name: 'a', config: { ...sourceConfig, x: ['y'] } } }),
    post('an object as name', { json: { name: {}, config: sourceConfig } }),
    post('a number as state', { json: { ...valid, initial_state: 7 } }),
    put('put: no body', { headers: { 'content-type': 'application/json' } }),
    put('put: no JSON', { text: '{' }),
    put('put: null', { text: 'null' }),
    put('put: a list', { text: '[1]' }),
    put('put: an object in the config', { json: { ...sourceConfig, x: { y: 1 } } }),
    step('validate: no JSON', 'PUT /connector-plugins/FileStreamSource/config/validate', { text: '{' }),
    step('validate: null', 'PUT /connector-plugins/FileStreamSource/config/validate', { text: 'null' }),
    step('nothing was created', 'GET /connectors'),
  ],
};

export const mediaTypes: Scenario = {
  name: 'media-types',
  steps: [
    post('a form', { json: valid, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    post('plain text', { json: valid, headers: { 'content-type': 'text/plain' } }),
    post('no media type', { json: valid, headers: { 'content-type': '' } }),
    put('put: a form', {
      json: sourceConfig,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    step('validate: plain text', 'PUT /connector-plugins/FileStreamSource/config/validate', {
      json: sourceConfig,
      headers: { 'content-type': 'text/plain' },
    }),
    step('wants HTML', 'GET /connectors', { headers: { accept: 'text/html' } }),
    step('wants plain text from the root', 'GET /', { headers: { accept: 'text/plain' } }),
    step('wants JSON among others', 'GET /connectors', {
      headers: { accept: 'text/html, application/json;q=0.5' },
    }),
    step('wants any application type', 'GET /connectors', { headers: { accept: 'application/*' } }),
    step('wants anything', 'GET /connectors', { headers: { accept: '*/*' } }),
    step('wants HTML of a path that is not there', 'GET /nowhere', { headers: { accept: 'text/html' } }),
    step('pauses with a form', 'PUT /connectors/nobody/pause', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    step('nothing was created', 'GET /connectors'),
  ],
};

export const methods: Scenario = {
  name: 'methods',
  steps: [
    step('DELETE of all connectors', 'DELETE /connectors'),
    step('PUT of all connectors', 'PUT /connectors', { json: valid }),
    step('POST to the root', 'POST /', { json: {} }),
    step('POST to a connector', 'POST /connectors/a', { json: sourceConfig }),
    step('POST to its config', 'POST /connectors/a/config', { json: sourceConfig }),
    step('POST to pause', 'POST /connectors/a/pause'),
    step('GET of pause', 'GET /connectors/a/pause'),
    step('PUT to restart', 'PUT /connectors/a/restart'),
    step('GET of restart', 'GET /connectors/a/restart'),
    step('DELETE of the plugins', 'DELETE /connector-plugins'),
    step('POST to validate', 'POST /connector-plugins/FileStreamSource/config/validate', {
      json: sourceConfig,
    }),
    step('GET of validate', 'GET /connector-plugins/FileStreamSource/config/validate'),
    step('a verb that nobody knows', 'PROPFIND /connectors'),
    step('OPTIONS of all connectors', 'OPTIONS /connectors'),
    step('OPTIONS of the root', 'OPTIONS /'),
    step('OPTIONS of pause', 'OPTIONS /connectors/a/pause'),
    step('OPTIONS of a path that is not there', 'OPTIONS /nowhere'),
  ],
};

export const oddPaths: Scenario = {
  name: 'odd-paths',
  steps: [
    step('an encoded slash', 'GET /connectors/a%2Fb'),
    step('an encoded per cent sign', 'GET /connectors/a%25b'),
    step('two slashes', 'GET //connectors'),
    step('dots', 'GET /connectors/../connectors'),
    step('an encoding that is none', 'GET /connectors/a%zz'),
    step('bytes that are no UTF-8', 'GET /connectors/a%ff'),
    step('a matrix parameter', 'GET /connectors;a=b'),
    step('capitals', 'GET /Connectors'),
    step('an empty name', 'GET /connectors//status'),
  ],
};
