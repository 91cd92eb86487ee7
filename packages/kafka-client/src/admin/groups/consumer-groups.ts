import {
  consumerGroupDescribeApi,
  consumerProtocolType,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import { allowedOperations } from '../names/operations.ts';
import type { BulkCall } from '../requests/bulk-call.ts';
import type { GroupDescription, MemberDescription } from './group-description.ts';

type Request = RequestInputOf<typeof consumerGroupDescribeApi>;
type Response = ResponseOf<typeof consumerGroupDescribeApi>;
type WireGroup = Response['groups'][number];
type WireMember = WireGroup['members'][number];

/** Describes groups of the protocol of KIP-848; others are `GROUP_ID_NOT_FOUND` to it. */
export function consumerGroupsCall(
  includeAuthorizedOperations: boolean,
): BulkCall<Request, Response, GroupDescription> {
  return {
    api: consumerGroupDescribeApi,
    body: (groupIds) => ({ groupIds, includeAuthorizedOperations }),
    answers: ({ groups }) =>
      groups.map((group) => ({
        key: group.groupId,
        errorCode: group.errorCode,
        errorMessage: group.errorMessage,
        value: describe(group),
      })),
    action: (groupId) => `Describe group ${groupId}`,
  };
}

function describe(group: WireGroup): GroupDescription {
  return {
    groupId: group.groupId,
    type: 'consumer',
    state: group.groupState,
    protocolType: consumerProtocolType,
    assignor: group.assignorName,
    members: group.members.map(describeMember),
    authorizedOperations: allowedOperations(group.authorizedOperations),
  };
}

function describeMember(member: WireMember): MemberDescription {
  return {
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    host: member.clientHost,
    assignment: partitionsIn(member.assignment),
    targetAssignment: partitionsIn(member.targetAssignment),
    metadata: null,
    assignmentBytes: null,
  };
}

function partitionsIn({ topicPartitions }: WireMember['assignment']): TopicPartition[] {
  return topicPartitions.flatMap(({ topicName, partitions }) =>
    partitions.map((partition) => ({ topic: topicName, partition })),
  );
}
