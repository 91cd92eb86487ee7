import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';

/** The same for configurations that leave the same work to be divided. */
export function workSignature(config: ClusterConfig): string {
  const connectors = config.connectors().map((name) => [name, config.tasks(name).length] as const);
  return JSON.stringify(connectors.sort(([left], [right]) => (left < right ? -1 : 1)));
}
