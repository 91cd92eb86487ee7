import type { PluginLogger } from '@sluice/connect-api';
import {
  adminProperties,
  consumerProperties,
  type ClientProperties,
} from '../../config/client-properties.ts';
import type { ConfigResolver } from '../../config/providers/config-resolver.ts';
import type { ListedOffsetStore } from '../../stores/offset-store.ts';
import type { OpenOffsets } from './offset-access.ts';
import { SinkOffsetAccess, type OffsetsAdmin } from './sink-offset-access.ts';
import { SourceOffsetAccess } from './source-offset-access.ts';

export interface OpenOffsetsParts {
  /** The worker's properties with references resolved. */
  readonly worker: Readonly<Record<string, string>>;
  /** Where the offsets of all sources are. */
  readonly store: ListedOffsetStore;
  readonly resolver: Pick<ConfigResolver, 'resolve'>;
  /** @throws Error when the properties are wrong. */
  readonly createAdmin: (properties: ClientProperties, log: PluginLogger) => Promise<OffsetsAdmin>;
  readonly log: PluginLogger;
}

/** Opens the offsets of connectors of a worker that keeps those of all sources in one store. */
export function openOffsets({ worker, store, resolver, createAdmin, log }: OpenOffsetsParts): OpenOffsets {
  return async ({ name, type, config }) => {
    if (type === 'source') return new SourceOffsetAccess({ connector: name, store });
    const { config: connector, provided } = await resolver.resolve(config);
    const source = { worker, connector, id: { connector: name, task: 0 } };
    const { 'group.id': groupId = '' } = consumerProperties(source);
    const admin = await provided.guard(() => createAdmin(workerAdminPropertiesFor(name, source), log));
    return new SinkOffsetAccess({ connector: name, groupId, admin });
  };
}

/** What the admin client is configured with that the worker uses for a connector. */
export function workerAdminPropertiesFor(
  name: string,
  source: Parameters<typeof adminProperties>[0],
): ClientProperties {
  const properties = adminProperties(source);
  const isDefault = properties['client.id'] === `connector-adminclient-${name}-0`;
  return isDefault ? { ...properties, 'client.id': `connector-worker-adminclient-${name}` } : properties;
}
