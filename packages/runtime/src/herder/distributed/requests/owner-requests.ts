import { NotFoundError } from '@sluice/connect-api';
import { formatTaskId, type TaskId } from '../../../states.ts';
import type { ConfigStore } from '../../../stores/config/config-store.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { GroupPlace } from '../group/group-place.ts';
import type { AssembledWork } from '../work/assemble-work.ts';
import type { ForwardedRequest } from './forwarding.ts';

/** What it takes to do something on the worker that has a connector or task. */
export interface OwnerRequests {
  readonly own: Pick<AssembledWork, 'connectors' | 'tasks' | 'restarts'>;
  readonly view: ClusterView;
  readonly place: Pick<GroupPlace, 'isLeader' | 'leaderUrl' | 'owners'>;
  readonly config: Pick<ConfigStore, 'snapshot'>;
  readonly forward: (url: string | null, request: ForwardedRequest) => Promise<unknown>;
}

/** Restarts the instance where it is. @throws ConnectError when it does not start; ConflictError when nobody has it. */
export async function restartOwnConnector(name: string, parts: OwnerRequests): Promise<void> {
  const { own, view, place, forward } = parts;
  view.configOf(name, `Unknown connector: ${name}`);
  if (own.connectors.has(name)) {
    own.restarts.forget({ connector: name, part: 'connector' });
    return own.connectors.restart(name);
  }
  const url = place.isLeader ? (place.owners?.urlOfConnector(name) ?? null) : place.leaderUrl;
  await forward(url, { method: 'POST', path: `/connectors/${encodeURIComponent(name)}/restart` });
}

/** The same for a task. */
export async function restartOwnTask(id: TaskId, parts: OwnerRequests): Promise<void> {
  const { own, view, place, config, forward } = parts;
  const { connector, task } = id;
  view.configOf(connector, `Unknown connector: ${connector}`);
  if (config.snapshot.taskConfig(id) === null) {
    throw new NotFoundError(`Unknown task: ${formatTaskId(id)}`, { code: 'TASK_NOT_FOUND' });
  }
  if (own.tasks.has(id)) {
    own.restarts.forget({ connector, part: task });
    return own.tasks.restart(id);
  }
  const url = place.isLeader ? (place.owners?.urlOfTask(id) ?? null) : place.leaderUrl;
  const path = `/connectors/${encodeURIComponent(connector)}/tasks/${task}/restart`;
  await forward(url, { method: 'POST', path });
}
