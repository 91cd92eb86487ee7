import { ClusterWorker } from '../cluster/cluster-worker.ts';
import type { Properties } from '../kafka/server-properties.ts';
import { startJavaConnect, type JavaConnectOptions } from './worker.ts';

export type JavaClusterOptions = Pick<JavaConnectOptions, 'moreJars' | 'profile'>;

/** A Java worker of a cluster, and what it says. */
export class JavaClusterWorker extends ClusterWorker {
  static async start(properties: Properties, options: JavaClusterOptions = {}): Promise<JavaClusterWorker> {
    const bootstrapServers = properties['bootstrap.servers'] ?? '';
    return new JavaClusterWorker(
      await startJavaConnect({ mode: 'distributed', bootstrapServers, properties, ...options }),
    );
  }
}
