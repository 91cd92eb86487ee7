import {
  isDataError,
  parseConfig,
  SinkRecord,
  validateConfig,
  type ConfigProperties,
  type ConnectRecord,
  type DataError,
  type Predicate,
  type PredicatePlugin,
  type SinkRecordInit,
  type Transformation,
  type TransformationPlugin,
} from '@sluice/connect-api';
import { plugins } from '../src/index.ts';

type AnyPlugin = TransformationPlugin | PredicatePlugin;

function pluginNamed(name: string): AnyPlugin {
  const plugin = plugins.find(({ className }) => className.endsWith(`.${name}`));
  if (plugin === undefined) throw new Error(`there is no ${name}`);
  return plugin;
}

function definitionOf(plugin: AnyPlugin, properties: ConfigProperties) {
  const dependent = plugin.kind === 'transformation' ? plugin.keysFor?.(properties) : {};
  return { ...plugin.config, ...dependent };
}

/** A transformation by its class name without package. */
export function transformation(name: string, properties: ConfigProperties): Transformation {
  const plugin = pluginNamed(name) as TransformationPlugin;
  return plugin.createTransformation(parseConfig(definitionOf(plugin, properties), properties));
}

/** The predicate that an expression makes. */
export function predicate(expression: string, properties: ConfigProperties = {}): Predicate {
  const plugin = pluginNamed('predicates.MatchesExpression') as PredicatePlugin;
  return plugin.createPredicate(parseConfig(plugin.config, { expression, ...properties }));
}

/** What is wrong with a configuration, by key. */
export function problemsOf(
  name: string,
  properties: ConfigProperties,
): Readonly<Record<string, readonly string[]>> {
  const plugin = pluginNamed(name);
  const definition = definitionOf(plugin, properties);
  const values = validateConfig(definition, properties);
  const own = values
    .filter(({ errors }) => errors.length > 0)
    .map(({ name: key, errors }) => [key, errors] as const);
  if (own.length > 0) return Object.fromEntries(own);
  const issues = plugin.validate?.(parseConfig(definition, properties)) ?? [];
  return Object.fromEntries(issues.map(({ key, message }) => [key, [message]]));
}

/** A record of topic `orders`, partition 3, offset 7 and time 1000. */
export function sinkRecord(init: Partial<SinkRecordInit> = {}): SinkRecord {
  return new SinkRecord({ topic: 'orders', kafkaPartition: 3, kafkaOffset: 7, timestampMs: 1000, ...init });
}

/** What a transformation makes of a record, which it does not drop. */
export function applied(to: Transformation, record: ConnectRecord): ConnectRecord {
  const result = to.apply(record);
  if (result === null) throw new Error('the record was dropped');
  return result;
}

/** The data error that something ends with. */
export function dataErrorOf(run: () => unknown): DataError {
  try {
    run();
  } catch (error) {
    if (isDataError(error)) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
