import { errorCodes, findCoordinatorApi } from '@sluice/kafka-protocol';
import { refusal } from '../../errors/refusal.ts';
import type { AdminRequests } from './admin-requests.ts';
import type { Placement, Route } from './bulk-call.ts';

/** Whose coordinator: that of a group, or that of a transactional id. */
export type CoordinatedKind = 'group' | 'transactional id';

const keyTypes = { group: 0, 'transactional id': 1 } as const;

interface Found {
  readonly key: string;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** Who says so. */
  readonly broker: string;
}

/** The coordinator of each of the groups or transactional ids that the keys name. */
export function coordinatorRoute(requests: AdminRequests, kind: CoordinatedKind): Route {
  return async (keys, fail) => {
    const answers = await findAll(requests, kind, keys);
    const found = answers.filter(({ errorCode }) => errorCode === errorCodes.NONE);
    for (const { key, errorCode, errorMessage, broker } of answers) {
      if (errorCode === errorCodes.NONE) continue;
      const action = `Find the coordinator of ${kind} ${key}`;
      fail(key, refusal({ code: errorCode, action, detail: errorMessage, broker }));
    }
    requests.learn(found);
    return [...Map.groupBy(found, ({ nodeId }) => nodeId)].map(([nodeId, own]): Placement => ({
      link: requests.link(nodeId) ?? null,
      keys: own.map(({ key }) => key),
    }));
  };
}

/** The coordinator of one group, whatever of it the keys name. */
export function groupRoute(requests: AdminRequests, groupId: string): Route {
  const find = coordinatorRoute(requests, 'group');
  return async (keys, fail) => {
    const placements = await find([groupId], (_groupId, error) => {
      for (const key of keys) fail(key, error);
    });
    return placements.map(({ link }) => ({ link, keys }));
  };
}

async function findAll(
  requests: AdminRequests,
  kind: CoordinatedKind,
  keys: readonly string[],
): Promise<readonly Found[]> {
  const keyType = keyTypes[kind];
  const [key = '', ...others] = keys;
  let asksForOne = false;
  const { response, broker } = await requests.ask(null, findCoordinatorApi, (version) => {
    // One key a request before KIP-699.
    asksForOne = version < 4;
    return asksForOne ? { key, keyType } : { keyType, coordinatorKeys: keys };
  });
  if (!asksForOne) return response.coordinators.map((found) => ({ ...found, broker }));
  const rest = await Promise.all(others.map((other) => findAll(requests, kind, [other])));
  return [{ ...response, key, broker }, ...rest.flat()];
}
