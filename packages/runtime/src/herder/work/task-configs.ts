import type { TaskConfig } from '@sluice/connect-api';
import { hasReference } from '../../config/providers/references.ts';
import type { ConnectorConfig } from '../herder.ts';

/**
 * What is stored of the task configurations a connector generated: each a copy with its task class, and for sinks
 * with the connector's topics. Where the connector's own configuration has references under the same key, they are put
 * back in place of their values.
 */
export function storedTaskConfigs(
  generated: readonly TaskConfig[],
  taskClassName: string,
  connectorConfig: ConnectorConfig,
): TaskConfig[] {
  const added: Record<string, string> = { 'task.class': taskClassName };
  for (const key of ['topics', 'topics.regex']) {
    const value = connectorConfig[key];
    if (value !== undefined) added[key] = value;
  }
  const references = Object.entries(connectorConfig).filter(([, text]) => hasReference(text));
  return generated.map((config) => {
    const stored = { ...config, ...added };
    for (const [key, text] of references) if (Object.hasOwn(stored, key)) stored[key] = text;
    return stored;
  });
}

/** Whether two sets of task configurations are the same, key order aside. */
export function sameTaskConfigs(one: readonly TaskConfig[], other: readonly TaskConfig[]): boolean {
  return (
    one.length === other.length &&
    one.every((config, index) => sameConfig(config, other[index] as TaskConfig))
  );
}

function sameConfig(one: TaskConfig, other: TaskConfig): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
