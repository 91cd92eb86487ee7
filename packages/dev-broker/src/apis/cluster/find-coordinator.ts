import { errorCodes, findCoordinatorApi } from '@sluice/kafka-protocol';
import { nodeId } from '../../broker.ts';
import { handleApi, type Endpoint } from '../../requests/api-handler.ts';

const knownKeyTypes = { group: 0, transaction: 1 } as const;
const nowhere = { nodeId: -1, host: '', port: -1 };

export const findCoordinator = handleApi(findCoordinatorApi, {
  versions: [0, 6],
  notes: 'Coordinates groups and transactions, but no share groups.',
  handle(request, { version, endpoint, broker: { faults } }) {
    const kind = request.keyType === knownKeyTypes.group ? 'group' : 'transaction';
    for (const key of [request.key, ...request.coordinatorKeys]) faults.coordinatorFound(kind, key);
    const found = coordinatorFor(request.keyType, endpoint);
    if (version < 4) return found;
    return { coordinators: request.coordinatorKeys.map((key) => ({ key, ...found })) };
  },
  refuse({ coordinatorKeys }, errorCode, { version }) {
    const refused = { ...nowhere, errorCode, errorMessage: null };
    if (version < 4) return refused;
    return { coordinators: coordinatorKeys.map((key) => ({ key, ...refused })) };
  },
});

function coordinatorFor(
  keyType: number,
  endpoint: Endpoint,
): typeof nowhere & { errorCode: number; errorMessage: string | null } {
  if (Object.values<number>(knownKeyTypes).includes(keyType)) {
    return { nodeId, ...endpoint, errorCode: errorCodes.NONE, errorMessage: null };
  }
  const errorMessage = 'This broker coordinates consumer groups and transactions, but no share groups.';
  return { ...nowhere, errorCode: errorCodes.INVALID_REQUEST, errorMessage };
}
