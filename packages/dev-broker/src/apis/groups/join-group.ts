import { joinGroupApi } from '@sluice/kafka-protocol';
import { handleApi } from '../../requests/api-handler.ts';

const firstVersionWithKnownIds = 4;
const firstVersionWithoutProtocol = 7;
const firstVersionWithSkippedAssignment = 9;

export const joinGroup = handleApi(joinGroupApi, {
  versions: [0, 9],
  notes:
    'Members of groups of any protocol type, static ones too. Members are forgotten when the broker restarts.',
  refuse: ({ memberId }, errorCode) => ({
    errorCode,
    protocolName: '',
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  }),
  async handle(request, { broker, version, clientId, clientHost }) {
    const answer = await broker.groups.join(request.groupId, {
      memberId: request.memberId,
      instanceId: request.groupInstanceId,
      clientId,
      clientHost,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs:
        request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
      protocolType: request.protocolType,
      // Copied: the group keeps them, and they must not keep the whole request alive.
      protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
      needsKnownId: version >= firstVersionWithKnownIds,
      canSkipAssignment: version >= firstVersionWithSkippedAssignment,
    });
    const noProtocol = version >= firstVersionWithoutProtocol ? null : '';
    return { ...answer, protocolName: answer.protocolName ?? noProtocol };
  },
});
