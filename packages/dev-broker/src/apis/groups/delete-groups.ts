import { deleteGroupsApi, errorCodes } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

export const deleteGroups = handleApi(deleteGroupsApi, {
  versions: [0, 2],
  notes: 'As a real broker.',
  async handle({ groupsNames }, { broker }) {
    return {
      results: await Promise.all(
        groupsNames.map(async (groupId) => ({
          groupId,
          errorCode: errorCodes[await broker.groups.remove(groupId)],
        })),
      ),
    };
  },
});
