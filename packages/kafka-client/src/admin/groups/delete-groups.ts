import { deleteGroupsApi, type ResponseOf } from '@sluice/kafka-protocol';
import type { AdminRequests } from '../requests/admin-requests.ts';
import { coordinatorRoute } from '../requests/coordinator-routes.ts';
import type { Outcomes } from '../requests/outcome.ts';

export function deleteGroups(requests: AdminRequests, groupIds: readonly string[]): Promise<Outcomes<null>> {
  return requests.run(
    groupIds,
    {
      api: deleteGroupsApi,
      body: (keys) => ({ groupsNames: keys }),
      answers: ({ results }: ResponseOf<typeof deleteGroupsApi>) =>
        results.map(({ groupId, errorCode }) => ({ key: groupId, errorCode, value: null })),
      action: (groupId) => `Delete group ${groupId}`,
    },
    { route: coordinatorRoute(requests, 'group') },
  );
}
