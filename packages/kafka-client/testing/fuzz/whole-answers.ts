import {
  consumerGroupDescribeApi,
  createTopicsApi,
  describeClusterApi,
  describeConfigsApi,
  describeGroupsApi,
  describeTopicPartitionsApi,
  errorCodes,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  listGroupsApi,
  offsetCommitApi,
  offsetFetchApi,
  syncGroupApi,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import type { LogBroker } from '../log-broker.ts';

const memberId = 'm-1';

/** Adds what a broker says to the only member of a group. */
export function answerGroup({ script }: LogBroker): void {
  script
    .on(joinGroupApi, ({ protocols }) => ({
      errorCode: 0,
      generationId: 1,
      protocolType: 'consumer',
      protocolName: protocols[0]?.name ?? '',
      leader: memberId,
      memberId,
      members: [{ memberId, metadata: protocols[0]?.metadata ?? Buffer.alloc(0) }],
    }))
    .on(syncGroupApi, ({ assignments }) => ({
      errorCode: 0,
      protocolType: 'consumer',
      protocolName: 'range',
      assignment: assignments[0]?.assignment ?? Buffer.alloc(0),
    }))
    .on(heartbeatApi, () => ({ errorCode: 0 }))
    .on(leaveGroupApi, ({ members }) => ({
      errorCode: 0,
      members: members.map((member) => ({ ...member, errorCode: 0 })),
    }))
    .on(offsetFetchApi, ({ groups }) => ({
      groups: groups.map(({ groupId, topics }) => ({
        groupId,
        topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map((partitionIndex) => ({
            partitionIndex,
            committedOffset: -1n,
            metadata: '',
            errorCode: 0,
          })),
        })),
      })),
    }))
    .on(offsetCommitApi, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0 })),
      })),
    }));
}

/** Adds what a broker says to an admin client. */
export function answerAdmin({ script }: LogBroker): void {
  script
    .on(describeClusterApi, () => ({
      errorCode: 0,
      clusterId: 'fuzzed',
      controllerId: 1,
      brokers: [{ brokerId: 1, host: '127.0.0.1', port: script.port }],
    }))
    .on(createTopicsApi, ({ topics }) => ({
      topics: topics.map(({ name }) => ({ name, errorCode: 0, errorMessage: null, configs: [] })),
    }))
    .on(listGroupsApi, () => ({ errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] }))
    .on(consumerGroupDescribeApi, (request) => noConsumerGroups(request))
    .on(describeGroupsApi, ({ groups }) => ({
      groups: groups.map((groupId) => ({
        errorCode: 0,
        groupId,
        groupState: 'Empty',
        protocolType: 'consumer',
        protocolData: '',
        members: [],
      })),
    }))
    .on(describeConfigsApi, ({ resources }) => ({
      results: resources.map(({ resourceType, resourceName }) => ({
        errorCode: 0,
        errorMessage: null,
        resourceType,
        resourceName,
        configs: [
          { name: 'a', value: '1', readOnly: false, isSensitive: false, synonyms: [], documentation: null },
        ],
      })),
    }))
    .on(describeTopicPartitionsApi, ({ topics }) => ({
      topics: topics.map(({ name }) => ({
        name,
        errorCode: name === 't' ? 0 : errorCodes.UNKNOWN_TOPIC_OR_PARTITION,
        topicId: 'AAAAAAAAAAAAAAAAAAAAAQ',
        isInternal: false,
        partitions: [],
      })),
    }));
}

function noConsumerGroups({
  groupIds,
}: RequestOf<typeof consumerGroupDescribeApi>): ResponseInputOf<typeof consumerGroupDescribeApi> {
  return {
    groups: groupIds.map((groupId) => ({
      errorCode: errorCodes.GROUP_ID_NOT_FOUND,
      groupId,
      groupState: '',
      groupEpoch: 0,
      assignmentEpoch: 0,
      assignorName: '',
      members: [],
    })),
  };
}
