import { waitFor, type ClusterWorker } from '@sluice/testing-services';
import type { ClusterSize } from './cluster-size.ts';

const settleTimeoutMs = 600_000;

/**
 * Until a worker tells that all connectors and tasks run.
 * @param extra - so many connectors with one task more.
 */
export async function untilAllRun(
  worker: ClusterWorker,
  { connectors, tasks }: Pick<ClusterSize, 'connectors' | 'tasks'>,
  extra = 0,
): Promise<void> {
  const items = connectors * (1 + tasks) + extra * 2;
  await waitFor(
    `${items} connectors and tasks to run`,
    async () => {
      const running = [...(await worker.runningByWorker()).values()].flat().length;
      if (running !== items) throw new Error(`${running} run`);
      return true;
    },
    { timeoutMs: settleTimeoutMs, intervalMs: 500 },
  );
}
