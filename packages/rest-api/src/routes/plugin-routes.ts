import { submittedConfig } from '../bodies/connector-bodies.ts';
import {
  brokenPlugin,
  configInfos,
  configKeyInfo,
  connectorCheck,
  pluginInfo,
} from '../bodies/plugin-bodies.ts';
import { answer, defineRoute, failure } from '../route/route.ts';
import { list } from '../shape/shape.ts';
import { pluginName } from './path-params.ts';

export const listPlugins = defineRoute({
  method: 'GET',
  path: '/connector-plugins',
  summary: 'The installed plugins.',
  pathParams: {},
  query: {
    connectorsOnly: {
      kind: 'boolean',
      default: true,
      doc: 'List connectors only, not converters, transformations and predicates.',
    },
  },
  requestBody: null,
  responses: { 200: answer('Always.', list(pluginInfo)) },
});

export const listBrokenPlugins = defineRoute({
  method: 'GET',
  path: '/admin/plugins/broken',
  summary: 'What lies in `plugin.path` and cannot be used, with the reasons. Not a route of Kafka Connect.',
  pathParams: {},
  query: {},
  requestBody: null,
  responses: { 200: answer('Always.', list(brokenPlugin)) },
});

export const getPluginConfig = defineRoute({
  method: 'GET',
  path: '/connector-plugins/{plugin}/config',
  summary: 'The configuration keys of a plugin; of a connector also those of the framework.',
  pathParams: { plugin: pluginName },
  query: {
    version: {
      kind: 'text',
      default: 'latest',
      doc: 'Which version to describe, as `1.2`, or the newest in a range as `[1.0,2.0)`.',
    },
  },
  requestBody: null,
  responses: {
    200: answer('The plugin is installed.', list(configKeyInfo)),
    400: failure(
      'The class is not one of a plugin with configuration keys, or no such version is installed.',
    ),
    404: failure('No plugin of this name is installed.'),
  },
});

export const validatePluginConfig = defineRoute({
  method: 'PUT',
  path: '/connector-plugins/{plugin}/config/validate',
  summary: 'Checks the configuration of a connector without applying it.',
  pathParams: { plugin: pluginName },
  query: {},
  requestBody: submittedConfig,
  responses: {
    200: answer('The configuration was checked; the problems stand with their keys.', configInfos),
    400: failure('There is no usable `connector.class`, or the path names another plugin.'),
  },
});

export const checkPluginConfig = defineRoute({
  method: 'PUT',
  path: '/connector-plugins/{plugin}/config/check',
  summary:
    'A dry run: checks the configuration of a connector, and has it look at the other system. Creates and changes nothing. Not a route of Kafka Connect.',
  pathParams: { plugin: pluginName },
  query: {},
  requestBody: submittedConfig,
  responses: {
    200: answer('The configuration was checked; what was found stands in the answer.', connectorCheck),
    400: failure('There is no usable `connector.class`, or the path names another plugin.'),
  },
});
