import { deleteTopicsApi, errorCodes, zeroUuid, type ResponseInputOf } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import { handleApi } from '../../requests/api-handler.ts';

type DeletedTopic = ResponseInputOf<typeof deleteTopicsApi>['responses'][number];

interface UnwantedTopic {
  readonly name: string | null;
  readonly topicId: string;
}

export const deleteTopics = handleApi(deleteTopicsApi, {
  versions: [1, 6],
  notes: 'The files and the committed offsets of a topic are gone when it is answered.',
  async handle({ topics, topicNames }, { broker, version }) {
    const unwanted = version >= 6 ? topics : topicNames.map((name) => ({ name, topicId: zeroUuid }));
    return { responses: await Promise.all(unwanted.map((topic) => deleteTopic(broker, topic))) };
  },
});

async function deleteTopic(broker: Broker, { name, topicId }: UnwantedTopic): Promise<DeletedTopic> {
  if (name !== null && topicId !== zeroUuid) {
    const errorMessage = 'You may not specify both topic name and topic id.';
    return { name, topicId, errorCode: errorCodes.INVALID_REQUEST, errorMessage };
  }
  const topic = name === null ? broker.topics.findById(topicId) : broker.topics.findByName(name);
  if (topic === undefined) {
    const errorCode = name === null ? errorCodes.UNKNOWN_TOPIC_ID : errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
    return { name, topicId, errorCode };
  }
  await broker.topics.remove(topic);
  await broker.groups.forgetTopic(topic.name);
  return { name: topic.name, topicId: topic.id, errorCode: errorCodes.NONE };
}
