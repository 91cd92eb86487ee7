import { noWork, type Work } from '../../../group/protocol/work.ts';
import type { StatusStore } from '../../../stores/status/status-store.ts';
import { connectorOwner, taskOwner, type StoredStatus } from '../../../stores/status/status-record.ts';
import { workerIdOf } from '../worker-id.ts';

interface Told {
  readonly work: Work;
  readonly statuses: readonly StoredStatus[];
}

/**
 * Of work that nobody has any more, what its worker has stopped in order: a worker that leaves tells the states of all that
 * it had before, and one that is only missed does not. A worker that is still there has lost its work otherwise.
 */
export function releasedWork(
  status: Pick<StatusStore, 'lastWord'>,
  lost: Work,
  urls: ReadonlySet<string>,
): Work {
  const present = new Set([...urls].map(workerIdOf));
  const left = [...byWorker(status, lost)].filter(
    ([workerId, { statuses }]) => !present.has(workerId) && haveEnded(statuses),
  );
  const works = left.map(([, { work }]) => work);
  return {
    connectors: works.flatMap(({ connectors }) => connectors),
    tasks: works.flatMap(({ tasks }) => tasks),
  };
}

function haveEnded(statuses: readonly StoredStatus[]): boolean {
  const ended = statuses.filter(({ state }) => state === 'UNASSIGNED' || state === 'FAILED');
  return ended.length === statuses.length && statuses.some(({ state }) => state === 'UNASSIGNED');
}

function byWorker(
  status: Pick<StatusStore, 'lastWord'>,
  { connectors, tasks }: Work,
): ReadonlyMap<string, Told> {
  const all = new Map<string, Told>();
  const add = (stored: StoredStatus | null, work: Work): void => {
    if (stored === null) return;
    const before = all.get(stored.workerId) ?? { work: noWork, statuses: [] };
    all.set(stored.workerId, {
      work: {
        connectors: [...before.work.connectors, ...work.connectors],
        tasks: [...before.work.tasks, ...work.tasks],
      },
      statuses: [...before.statuses, stored],
    });
  };
  for (const name of connectors)
    add(status.lastWord(connectorOwner(name)), { connectors: [name], tasks: [] });
  for (const id of tasks) add(status.lastWord(taskOwner(id)), { connectors: [], tasks: [id] });
  return all;
}
