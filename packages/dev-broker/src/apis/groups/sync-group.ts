import { syncGroupApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

export const syncGroup = handleApi(syncGroupApi, {
  versions: [0, 5],
  notes: 'As a real broker.',
  refuse: (_request, errorCode) => ({ errorCode, assignment: Buffer.alloc(0) }),
  handle: ({ groupInstanceId, assignments, ...request }, { broker }) =>
    broker.groups.sync(request.groupId, {
      ...request,
      instanceId: groupInstanceId,
      // Copied: the group keeps them, and they must not keep the whole request alive.
      assignments: assignments.map(({ memberId, assignment }) => ({
        memberId,
        assignment: Buffer.from(assignment),
      })),
    }),
});
