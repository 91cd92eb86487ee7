import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@sluice/testing-services';
import type { ExactlyOnceTask } from './exactly-once-task.ts';
import type { ProxiedCluster } from './proxied-cluster.ts';
import type { Random } from './random.ts';
import type { VictimWorker } from './victim-worker.ts';

/** What faults happen to. */
export interface Scene {
  readonly cluster: ProxiedCluster;
  readonly worker: VictimWorker;
  readonly task: ExactlyOnceTask;
  readonly random: Random;
}

/** What may happen; each is over when the promise is kept, so that no two brokers are away at once. */
export const faults = {
  'worker killed': async ({ worker }) => {
    await worker.kill();
    await worker.start();
  },
  'task killed': async ({ task }) => {
    await task.kill();
    await task.start();
  },
  'broker killed': async ({ cluster, random }) => {
    const broker = random.oneOf(cluster.brokers);
    await broker.kill();
    await sleep(random.between(1000, 3000));
    await broker.restart();
  },
  'broker frozen': async ({ cluster, random }) => {
    const broker = random.oneOf(cluster.brokers);
    await broker.kill('SIGSTOP');
    await sleep(random.between(1000, 6000));
    await broker.kill('SIGCONT');
  },
  'connections cut': async ({ cluster: { proxies }, random }) => {
    for (let cut = 0; cut < 10; cut++) {
      await sleep(random.between(50, 400));
      for (const proxy of proxies) {
        if (random.between(0, 1) < 0.7) proxy.cut();
      }
    }
    const proxy = random.oneOf(proxies);
    proxy.refuse(true);
    proxy.cut();
    await sleep(random.between(500, 2000));
    proxy.refuse(false);
    await waitFor('connections', () => proxies.some(({ connections }) => connections > 0) || undefined);
  },
} as const satisfies Readonly<Record<string, (scene: Scene) => Promise<void>>>;

export type FaultName = keyof typeof faults;

/** Every fault so many times, in an order that the seed decides. */
export function planFaults(rounds: number, random: Random): FaultName[] {
  const names = Object.keys(faults) as FaultName[];
  return random.shuffled(Array.from({ length: rounds }, () => names).flat());
}
