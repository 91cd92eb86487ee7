import { errorCodes } from '@sluice/kafka-protocol';
import type { Broker } from '../../broker.ts';
import type { TopicOverrides } from '../../configs/topic-config.ts';
import { RequestError } from '../../requests/request-error.ts';
import { requireTopic } from '../../topics/find-topic.ts';

export interface Alteration {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly validateOnly: boolean;
  /** What is to be set for the topic. Throws RequestError where that cannot be. */
  readonly alter: (current: TopicOverrides) => TopicOverrides;
}

export interface AlteredResource {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
}

const topicType = 2;

export async function alterResource(broker: Broker, alteration: Alteration): Promise<AlteredResource> {
  const { resourceType, resourceName, validateOnly, alter } = alteration;
  try {
    if (resourceType !== topicType) {
      throw new RequestError(
        'INVALID_REQUEST',
        'Only topics can be changed here: what the broker itself does was decided when it was started.',
      );
    }
    const topic = requireTopic(broker.topics, { name: resourceName, id: '', byId: false });
    const configs = alter(topic.config.overrides);
    if (!validateOnly) await broker.topics.setConfigs(topic, configs);
    return { errorCode: errorCodes.NONE, errorMessage: null, resourceType, resourceName };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { errorCode: errorCodes[error.error], errorMessage: error.message, resourceType, resourceName };
  }
}
