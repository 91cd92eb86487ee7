import { errorCodes, listGroupsApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const groupType = 'classic';

export const listGroups = handleApi(listGroupsApi, {
  versions: [0, 5],
  notes: 'All groups are classic ones.',
  handle({ statesFilter, typesFilter }, { broker }) {
    const states = new Set(statesFilter.map((state) => state.toLowerCase()));
    const types = new Set(typesFilter.map((type) => type.toLowerCase()));
    const groups = broker.groups
      .all()
      .filter(({ state }) => states.size === 0 || states.has(state.toLowerCase()))
      .filter(() => types.size === 0 || types.has(groupType));
    return {
      errorCode: errorCodes.NONE,
      groups: groups.map(({ id, state, protocolType }) => ({
        groupId: id,
        protocolType: protocolType ?? '',
        groupState: state,
        groupType,
      })),
    };
  },
});
