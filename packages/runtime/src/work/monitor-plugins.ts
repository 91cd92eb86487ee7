import type { PluginMetrics } from '@sluice/connect-api';
import type { Converters } from '../pipeline/converters.ts';
import type { TransformChain } from '../pipeline/transform-chain.ts';

/** Gives the converters, transformations and predicates of a task where to register metrics, each by itself. */
export function monitorPlugins(
  { key, value, header }: Converters,
  { links }: TransformChain,
  metricsFor: (tags: Readonly<Record<string, string>>) => PluginMetrics,
): void {
  for (const [converter, { converter: plugin }] of Object.entries({ key, value, header })) {
    plugin.withPluginMetrics?.(metricsFor({ converter }));
  }
  for (const { origin, transformation, condition } of links) {
    transformation.withPluginMetrics?.(metricsFor({ transformation: origin?.alias ?? '' }));
    condition?.predicate.withPluginMetrics?.(metricsFor({ predicate: condition.origin?.alias ?? '' }));
  }
}
