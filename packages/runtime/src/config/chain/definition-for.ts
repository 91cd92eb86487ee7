import type {
  ConfigDefinition,
  ConfigProperties,
  PredicatePlugin,
  TransformationPlugin,
} from '@sluice/connect-api';

/** The keys of a transformation or predicate, with those whose names depend on the configuration. */
export function definitionFor(
  plugin: TransformationPlugin | PredicatePlugin,
  properties: ConfigProperties,
): ConfigDefinition {
  const dependent = plugin.kind === 'transformation' ? plugin.keysFor?.(properties) : undefined;
  return dependent === undefined ? plugin.config : { ...plugin.config, ...dependent };
}
