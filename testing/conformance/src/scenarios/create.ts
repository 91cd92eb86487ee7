import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step, StepOptions } from '../scenario/scenario.ts';
import { sourceConfig, states } from './connectors.ts';

const post = (title: string, json: Json, options: StepOptions = {}): Step =>
  step(title, 'POST /connectors', { json, ...options });
const stopped = { initial_state: 'stopped' } as const;

export const create: Scenario = {
  name: 'create',
  steps: [
    post('creates a connector and starts it', { name: 'a', config: sourceConfig }),
    step('its task runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    post('refuses a name that is taken', { name: 'a', config: sourceConfig }),
    post('takes a name in the config that is the same', {
      name: 'b',
      config: { ...sourceConfig, name: 'b' },
      ...stopped,
    }),
    post('refuses another name in the config', { name: 'c', config: { ...sourceConfig, name: 'd' } }),
    post('trims the name', { name: '  e ', config: sourceConfig, ...stopped }),
    post('keeps numbers and booleans as they are written', {
      name: 'f',
      config: { ...sourceConfig, 'tasks.max': 1, 'errors.log.enable': true, 'batch.size': 10, extra: 1.5 },
      ...stopped,
    }),
    step('keeps the digits of numbers', 'POST /connectors', {
      text: '{"name":"g","config":{"connector.class":"FileStreamSource","topic":"<topic>","extra":1.50},"initial_state":"stopped"}',
    }),
    step('takes the last of two values', 'POST /connectors', {
      text: '{"name":"h","config":{"connector.class":"FileStreamSource","topic":"x","topic":"<topic>"},"initial_state":"stopped"}',
    }),
    post('escapes the name in the location', { name: 'zwölf &?+=', config: sourceConfig, ...stopped }),
    step('finds it by its escaped name', 'GET /connectors/zw%C3%B6lf%20&%3F+='),
    post(
      'takes the media type with a charset',
      { name: 'i', config: sourceConfig, ...stopped },
      {
        headers: { 'content-type': 'application/json; charset=utf-8' },
      },
    ),
    post(
      'uses the host that was asked in the location',
      { name: 'j', config: sourceConfig, ...stopped },
      {
        headers: { host: 'connect.example:1234' },
      },
    ),
    post('keeps keys that nobody knows', {
      name: 'k',
      config: { ...sourceConfig, 'no.such.key': 'x' },
      ...stopped,
    }),
    post('takes the simple class name', {
      name: 'l',
      config: { ...sourceConfig, 'connector.class': 'FileStreamSourceConnector' },
      ...stopped,
    }),
    step('creates with a slash at the end', 'POST /connectors/', {
      json: { name: 'm', config: sourceConfig, ...stopped },
    }),
    step('lists all of them', 'GET /connectors'),
  ],
};

export const initialState: Scenario = {
  name: 'initial-state',
  steps: [
    post('creates a stopped connector', { name: 'stopped', config: sourceConfig, initial_state: 'STOPPED' }),
    step('it is stopped', 'GET /connectors/stopped/status', { until: states('STOPPED') }),
    post('creates a paused connector', { name: 'paused', config: sourceConfig, initial_state: 'Paused' }),
    step('it is paused', 'GET /connectors/paused/status', { until: states('PAUSED') }),
    step('it has no tasks', 'GET /connectors/paused/tasks'),
    post('creates a running connector', { name: 'running', config: sourceConfig, initial_state: 'running' }),
    step('it runs', 'GET /connectors/running/status', { until: states('RUNNING', 'RUNNING') }),
    post('takes null for the default', { name: 'null', config: sourceConfig, initial_state: null }),
    step('it runs with null', 'GET /connectors/null/status', { until: states('RUNNING', 'RUNNING') }),
    post('refuses another state', { name: 'other', config: sourceConfig, initial_state: 'destroyed' }),
    step('resumes the stopped one', 'PUT /connectors/stopped/resume'),
    step('the stopped one runs', 'GET /connectors/stopped/status', { until: states('RUNNING', 'RUNNING') }),
    step('resumes the paused one', 'PUT /connectors/paused/resume'),
    step('the paused one runs', 'GET /connectors/paused/status', { until: states('RUNNING', 'RUNNING') }),
  ],
};

export const refusedConfigs: Scenario = {
  name: 'refused-configs',
  steps: [
    post('a config without a class', { name: 'a', config: { name: 'a' } }),
    post('an empty config', { name: 'a', config: {} }),
    post('an unknown class', { name: 'a', config: { 'connector.class': 'NoSuchConnector' } }),
    post('a class that is no connector', {
      name: 'a',
      config: { 'connector.class': 'org.apache.kafka.connect.json.JsonConverter' },
    }),
    post('a missing key', { name: 'a', config: { 'connector.class': 'FileStreamSource' } }),
    post('several problems', {
      name: 'a',
      config: {
        'connector.class': 'FileStreamSource',
        'tasks.max': 'x',
        'batch.size': 'many',
        'key.converter': 'nope',
      },
    }),
    post('an empty name', { name: '', config: sourceConfig }),
    post('a name of blanks', { name: '   ', config: sourceConfig }),
    post('no name', { config: sourceConfig }),
    post('null as name', { name: null, config: sourceConfig }),
    post('a sink without topics', { name: 'a', config: { 'connector.class': 'FileStreamSink' } }),
    post('a sink with topics and a pattern', {
      name: 'a',
      config: { 'connector.class': 'FileStreamSink', topics: '<topic>', 'topics.regex': 'x.*' },
    }),
    post('null for a key of the framework', { name: 'a', config: { ...sourceConfig, 'tasks.max': null } }),
    post('null for a key that nobody knows', { name: 'a', config: { ...sourceConfig, nobody: null } }),
    post('null as class', { name: 'a', config: { 'connector.class': null } }),
    step('refuses to replace by a missing key', 'PUT /connectors/a/config', {
      json: { 'connector.class': 'FileStreamSource' },
    }),
    step('refuses to replace by another name', 'PUT /connectors/a/config', {
      json: { ...sourceConfig, name: 'b' },
    }),
    step('nothing was created', 'GET /connectors'),
  ],
};
