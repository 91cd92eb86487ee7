import {
  boolean,
  choice,
  integer,
  list,
  nullable,
  object,
  optional,
  text,
  type BodyOf,
} from '../shape/shape.ts';

/** An installed plugin; `version` is absent when it has none. */
export const pluginInfo = object('PluginInfo', {
  class: text,
  type: choice('sink', 'source', 'transformation', 'predicate', 'converter', 'header_converter'),
  version: optional(nullable(text)),
});
export type PluginInfo = BodyOf<typeof pluginInfo>;

/** Something in `plugin.path` that cannot be used; what is not known of it is `null`. */
export const brokenPlugin = object('BrokenPlugin', {
  class: nullable(text),
  type: nullable(text),
  version: nullable(text),
  package: nullable(text),
  location: text,
  reason: text,
});

/** What a configuration key is. */
export const configKeyInfo = object('ConfigKeyInfo', {
  name: text,
  type: choice('BOOLEAN', 'STRING', 'INT', 'SHORT', 'LONG', 'DOUBLE', 'LIST', 'CLASS', 'PASSWORD'),
  required: boolean,
  default_value: nullable(text),
  importance: text,
  documentation: text,
  group: nullable(text),
  order_in_group: integer,
  width: text,
  display_name: text,
  dependents: list(text),
});
export type ConfigKeyInfo = BodyOf<typeof configKeyInfo>;

/** What validation found out about the value of a key. */
export const configValueInfo = object('ConfigValueInfo', {
  name: text,
  value: nullable(text),
  recommended_values: list(nullable(text)),
  errors: list(text),
  visible: boolean,
});
export type ConfigValueInfo = BodyOf<typeof configValueInfo>;

export const configInfo = object('ConfigInfo', {
  definition: nullable(configKeyInfo),
  value: nullable(configValueInfo),
});
export type ConfigInfo = BodyOf<typeof configInfo>;

/** The result of a validation; `name` is `connector.class` as it was submitted. */
export const configInfos = object('ConfigInfos', {
  name: text,
  error_count: integer,
  groups: list(text),
  configs: list(configInfo),
});
export type ConfigInfos = BodyOf<typeof configInfos>;

/** What a look at one thing of the other system found; `remedy` and `keys` where there is something to mend. */
export const checkFinding = object('CheckFinding', {
  subject: text,
  outcome: choice('passed', 'warning', 'failed'),
  message: text,
  remedy: nullable(text),
  keys: list(text),
});
export type CheckFinding = BodyOf<typeof checkFinding>;

/**
 * What a dry run found. `findings` is `null` where the other system was not looked at: the configuration has errors, or
 * the connector has nothing to look at.
 */
export const connectorCheck = object('ConnectorCheck', {
  name: text,
  good: boolean,
  errors: list(object('CheckedKey', { key: text, errors: list(text) })),
  findings: nullable(list(checkFinding)),
});
export type ConnectorCheck = BodyOf<typeof connectorCheck>;
