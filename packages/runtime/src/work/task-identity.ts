import { sampleOf, type GroupSample } from '../metrics/declare/metric-declaration.ts';
import { predicateMetrics, transformMetrics } from '../metrics/groups/task-groups.ts';
import type { TaskIdentity } from '../metrics/task/task-meter.ts';
import type { Converters } from '../pipeline/converters.ts';
import type { PluginOrigin, TransformChain } from '../pipeline/transform-chain.ts';
import type { ConnectorPlugin } from '../plugins/plugin-kinds.ts';
import type { TaskId } from '../states.ts';

/** The classes and versions that a task is made of. */
export function taskIdentity(plugin: ConnectorPlugin, { key, value, header }: Converters): TaskIdentity {
  return {
    'connector-class': plugin.className,
    'connector-version': plugin.version,
    'connector-type': plugin.kind,
    'task-class': plugin.taskClassName,
    'task-version': plugin.version,
    'key-converter-class': key.className,
    'key-converter-version': key.version,
    'value-converter-class': value.className,
    'value-converter-version': value.version,
    'header-converter-class': header.className,
    'header-converter-version': header.version,
  };
}

/** The transformations of a task, and the predicates that these use. */
export function chainIdentity({ connector, task }: TaskId, { links }: TransformChain): GroupSample[] {
  const tags = [connector, String(task)];
  const predicates = new Map<string, PluginOrigin>();
  for (const { condition } of links) {
    if (condition?.origin !== undefined) predicates.set(condition.origin.alias, condition.origin);
  }
  const transforms = links.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
  return [
    ...transforms.map(({ alias, className, version }) =>
      sampleOf(transformMetrics, [...tags, alias], {
        'transform-class': className,
        'transform-version': version,
      }),
    ),
    ...[...predicates.values()].map(({ alias, className, version }) =>
      sampleOf(predicateMetrics, [...tags, alias], {
        'predicate-class': className,
        'predicate-version': version,
      }),
    ),
  ];
}
