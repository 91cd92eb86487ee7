import { describeGroupsApi, errorCodes, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { ClassicGroup } from '../../groups/classic-group.ts';
import type { GroupMember } from '../../groups/group-member.ts';
import { handleApi } from '../../requests/api-handler.ts';
import {
  authorizedOperations as allOperations,
  operationsNotAsked,
} from '../../requests/authorized-operations.ts';

type DescribedGroup = ResponseInputOf<typeof describeGroupsApi>['groups'][number];
type DescribedMember = DescribedGroup['members'][number];

const firstVersionWithNotFound = 6;
const noBytes = Buffer.alloc(0);

export const describeGroups = handleApi(describeGroupsApi, {
  versions: [0, 6],
  notes: 'As a real broker.',
  handle({ groups, includeAuthorizedOperations }, { broker, version }) {
    const authorizedOperations = includeAuthorizedOperations ? allOperations.group : operationsNotAsked;
    return {
      groups: groups.map((groupId) => {
        const group = broker.groups.find(groupId);
        return group === undefined
          ? missingGroup(groupId, version)
          : { ...describeGroup(group), authorizedOperations };
      }),
    };
  },
});

function missingGroup(groupId: string, version: number): DescribedGroup {
  const absent = { groupId, groupState: 'Dead', protocolType: '', protocolData: '', members: [] };
  if (version < firstVersionWithNotFound) return { ...absent, errorCode: errorCodes.NONE };
  return { ...absent, errorCode: errorCodes.GROUP_ID_NOT_FOUND, errorMessage: `Group ${groupId} not found.` };
}

function describeGroup(group: ClassicGroup): DescribedGroup {
  const isStable = group.state === 'Stable';
  return {
    errorCode: errorCodes.NONE,
    groupId: group.id,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: group.members.map((member) => describeMember(member, isStable ? group.protocolName : null)),
  };
}

// What the members said and got means something only while it stands.
function describeMember(member: GroupMember, protocolName: string | null): DescribedMember {
  const { instanceId, clientId, clientHost } = member.details;
  return {
    memberId: member.id,
    groupInstanceId: instanceId,
    clientId,
    clientHost,
    memberMetadata: protocolName === null ? noBytes : member.metadataFor(protocolName),
    memberAssignment: protocolName === null ? noBytes : member.assignment,
  };
}
