import { ClusterWorker } from '../cluster/cluster-worker.ts';
import type { Properties } from '../kafka/server-properties.ts';
import { startSluiceDistributed } from './worker.ts';

/** A worker of ours in a cluster, and what it says. */
export class SluiceClusterWorker extends ClusterWorker {
  static async start(properties: Properties): Promise<SluiceClusterWorker> {
    const bootstrapServers = properties['bootstrap.servers'] ?? '';
    return new SluiceClusterWorker(await startSluiceDistributed({ bootstrapServers, properties }));
  }
}
