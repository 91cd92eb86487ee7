import { errorCodes, heartbeatApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

export const heartbeat = handleApi(heartbeatApi, {
  versions: [0, 4],
  notes: 'As a real broker.',
  refuse: (_request, errorCode) => ({ errorCode }),
  handle({ groupId, memberId, groupInstanceId, generationId }, { broker }) {
    const claim = { memberId, instanceId: groupInstanceId };
    return { errorCode: errorCodes[broker.groups.heartbeat(groupId, claim, generationId)] };
  },
});
