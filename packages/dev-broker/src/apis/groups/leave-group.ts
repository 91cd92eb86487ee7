import { errorCodes, leaveGroupApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const firstVersionWithMembers = 3;

export const leaveGroup = handleApi(leaveGroupApi, {
  versions: [0, 5],
  notes: 'As a real broker.',
  refuse: (_request, errorCode, { version }) =>
    version < firstVersionWithMembers ? { errorCode } : { errorCode, members: [] },
  handle({ groupId, memberId, members }, { broker, version }) {
    if (version < firstVersionWithMembers) {
      return { errorCode: errorCodes[broker.groups.leave(groupId, { memberId, instanceId: null })] };
    }
    const leavers = members.map((leaver) => {
      const claim = { memberId: leaver.memberId, instanceId: leaver.groupInstanceId };
      return {
        memberId: leaver.memberId,
        groupInstanceId: leaver.groupInstanceId,
        errorCode: errorCodes[broker.groups.leave(groupId, claim)],
      };
    });
    return { errorCode: groupId === '' ? errorCodes.INVALID_GROUP_ID : errorCodes.NONE, members: leavers };
  },
});
