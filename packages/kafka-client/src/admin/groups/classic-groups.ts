import {
  consumerProtocolType,
  decodeAssignment,
  describeGroupsApi,
  ProtocolError,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import type { TopicPartition } from '../../topic-partition.ts';
import { allowedOperations } from '../names/operations.ts';
import type { BulkCall } from '../requests/bulk-call.ts';
import type { GroupDescription, MemberDescription } from './group-description.ts';

type Request = RequestInputOf<typeof describeGroupsApi>;
type Response = ResponseOf<typeof describeGroupsApi>;
type WireGroup = Response['groups'][number];
type WireMember = WireGroup['members'][number];

/** Describes groups of the classic protocol. A group that does not exist is `Dead` to brokers before 4.0. */
export function classicGroupsCall(
  includeAuthorizedOperations: boolean,
): BulkCall<Request, Response, GroupDescription> {
  return {
    api: describeGroupsApi,
    body: (groups) => (version) => ({ groups, ...(version < 3 ? {} : { includeAuthorizedOperations }) }),
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
  const isConsumers = group.protocolType === consumerProtocolType;
  return {
    groupId: group.groupId,
    type: 'classic',
    state: group.groupState,
    protocolType: group.protocolType,
    assignor: group.protocolData,
    members: group.members.map((member) => describeMember(member, isConsumers)),
    authorizedOperations: allowedOperations(group.authorizedOperations),
  };
}

function describeMember(member: WireMember, isConsumer: boolean): MemberDescription {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    host: member.clientHost,
    assignment: isConsumer ? assignedPartitions(member.memberAssignment) : null,
    targetAssignment: null,
    metadata: member.memberMetadata,
    assignmentBytes: member.memberAssignment,
  };
}

function assignedPartitions(assignment: Buffer): TopicPartition[] | null {
  // A member has none while the group rebalances.
  if (assignment.length === 0) return [];
  try {
    return decodeAssignment(assignment).assignedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
