import { errorCodes, findCoordinatorApi } from '@sluice/kafka-protocol';
import { nodeId } from '../../broker.ts';
import { handleApi, type Endpoint } from '../../requests/api-handler.ts';

const groupKeyType = 0;
const nowhere = { nodeId: -1, host: '', port: -1 };

export const findCoordinator = handleApi(findCoordinatorApi, {
  versions: [0, 6],
  notes: 'Coordinates groups, but no transactions and no share groups.',
  handle(request, { version, endpoint }) {
    const found = coordinatorFor(request.keyType, endpoint);
    if (version < 4) return found;
    return { coordinators: request.coordinatorKeys.map((key) => ({ key, ...found })) };
  },
});

function coordinatorFor(
  keyType: number,
  endpoint: Endpoint,
): typeof nowhere & { errorCode: number; errorMessage: string | null } {
  if (keyType === groupKeyType)
    return { nodeId, ...endpoint, errorCode: errorCodes.NONE, errorMessage: null };
  const errorMessage = 'This broker coordinates consumer groups only, no transactions and no share groups.';
  return { ...nowhere, errorCode: errorCodes.INVALID_REQUEST, errorMessage };
}
