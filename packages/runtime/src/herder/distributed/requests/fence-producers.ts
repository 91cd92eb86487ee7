import type { PluginLogger } from '@sluice/connect-api';
import type { Admin } from '@sluice/kafka-client';
import type { ClientProperties } from '../../../config/client-properties.ts';
import type { ConfigResolver } from '../../../config/providers/config-resolver.ts';
import { fenceTasks } from '../../../source-task/exactly-once/fence-tasks.ts';
import { workerAdminPropertiesFor } from '../../offsets/open-offsets.ts';
import type { DistributedWorkerParts } from '../distributed-worker.ts';

export interface FenceProducersParts {
  /** The worker's properties with references resolved. */
  readonly worker: Readonly<Record<string, string>>;
  readonly groupId: string;
  readonly resolver: Pick<ConfigResolver, 'resolve'>;
  readonly createAdmin: (
    properties: ClientProperties,
    log: PluginLogger,
  ) => Promise<Pick<Admin, 'transactions' | 'close'>>;
  readonly log: PluginLogger;
}

/** As long as Connect waits for it. */
const timeoutMs = '90000';

/** Keeps earlier tasks of a connector from writing, with what the connector's own admin client may do. */
export function fenceProducersOf(parts: FenceProducersParts): DistributedWorkerParts['fenceProducers'] {
  const { worker, groupId, resolver, createAdmin, log } = parts;
  return async ({ connector, config: stored, taskCount }) => {
    const { config, provided } = await resolver.resolve(stored);
    await provided.guard(async () => {
      const source = { worker, connector: config, id: { connector, task: 0 } };
      const properties = {
        'default.api.timeout.ms': timeoutMs,
        ...workerAdminPropertiesFor(connector, source),
      };
      const admin = await createAdmin(properties, log);
      try {
        await fenceTasks(admin, { groupId, connector, taskCount });
      } finally {
        await admin.close();
      }
    });
  };
}
