import {
  errorCodes,
  metadataApi,
  zeroUuid,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { nodeId, type Broker } from '../../broker.ts';
import { handleApi, type RequestContext } from '../../requests/api-handler.ts';
import { authorizedOperations, operationsNotAsked } from '../../requests/authorized-operations.ts';
import { RequestError } from '../../requests/request-error.ts';
import { topicNameProblem } from '../../topics/topic-name.ts';
import type { Topic } from '../../topics/topic.ts';

type MetadataRequest = RequestOf<typeof metadataApi>;
type TopicRequest = NonNullable<MetadataRequest['topics']>[number];
type TopicMetadata = ResponseInputOf<typeof metadataApi>['topics'][number];

const leaderEpoch = 0;

export const metadata = handleApi(metadataApi, {
  versions: [0, 13],
  notes: 'A topic that is created because somebody asked for it can be used at once.',
  refuse: ({ topics }, errorCode, { broker, endpoint }) => ({
    brokers: [{ nodeId, ...endpoint }],
    clusterId: broker.clusterId,
    controllerId: nodeId,
    topics: (topics ?? []).map(({ name, topicId }) => ({ name, topicId, errorCode, partitions: [] })),
  }),
  async handle(request, context) {
    const { broker, endpoint } = context;
    return {
      brokers: [{ nodeId, ...endpoint }],
      clusterId: broker.clusterId,
      controllerId: nodeId,
      topics: await topicsFor(request, context),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? authorizedOperations.cluster
        : operationsNotAsked,
    };
  },
});

function topicsFor(request: MetadataRequest, { broker, version }: RequestContext): Promise<TopicMetadata[]> {
  const { topics, includeTopicAuthorizedOperations } = request;
  const topicAuthorizedOperations = includeTopicAuthorizedOperations
    ? authorizedOperations.topic
    : operationsNotAsked;
  const asksForAll = topics === null || (version === 0 && topics.length === 0);
  const mayCreate = request.allowAutoTopicCreation && broker.autoCreateTopics;
  const answers = asksForAll
    ? broker.topics.all().map((topic) => describeTopic(topic))
    : topics.map((wanted) => findOrCreate(broker, wanted, mayCreate));
  return Promise.all(answers.map(async (answer) => ({ ...(await answer), topicAuthorizedOperations })));
}

async function findOrCreate(
  broker: Broker,
  { name, topicId }: TopicRequest,
  mayCreate: boolean,
): Promise<TopicMetadata> {
  if (name === null) {
    const topic = broker.topics.findById(topicId);
    return topic === undefined
      ? missingTopic({ name, topicId }, errorCodes.UNKNOWN_TOPIC_ID)
      : describeTopic(topic);
  }
  const topic = broker.topics.findByName(name);
  if (topic !== undefined) return describeTopic(topic);
  if (!mayCreate) return missingTopic({ name, topicId: zeroUuid }, unknownNameCode(name));
  try {
    return describeTopic(
      await broker.topics.create({ name, partitionCount: broker.defaultPartitions, configs: {} }),
    );
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return missingTopic({ name, topicId: zeroUuid }, errorCodes[error.error]);
  }
}

function unknownNameCode(name: string): number {
  return topicNameProblem(name) === null
    ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION
    : errorCodes.INVALID_TOPIC_EXCEPTION;
}

function missingTopic(topic: TopicRequest, errorCode: number): TopicMetadata {
  return { ...topic, errorCode, partitions: [] };
}

function describeTopic({ name, id, partitionCount }: Topic): TopicMetadata {
  const partitions = Array.from({ length: partitionCount }, (_each, partitionIndex) => ({
    errorCode: errorCodes.NONE,
    partitionIndex,
    leaderId: nodeId,
    leaderEpoch,
    replicaNodes: [nodeId],
    isrNodes: [nodeId],
  }));
  return { errorCode: errorCodes.NONE, name, topicId: id, partitions };
}
