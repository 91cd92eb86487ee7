import { ClusterWorker } from '../cluster/cluster-worker.ts';
import type { Properties } from '../kafka/server-properties.ts';
import { startJavaConnect } from './worker.ts';

/** A Java worker of a cluster, and what it says. */
export class JavaClusterWorker extends ClusterWorker {
  static async start(properties: Properties): Promise<JavaClusterWorker> {
    const bootstrapServers = properties['bootstrap.servers'] ?? '';
    return new JavaClusterWorker(
      await startJavaConnect({ mode: 'distributed', bootstrapServers, properties }),
    );
  }
}
