import { describeConfigsApi, errorCodes, type RequestOf, type ResponseInputOf } from '@sluice/kafka-protocol';
import { nodeId, type Broker } from '../../broker.ts';
import { brokerConfigKeys } from '../../configs/broker-config-keys.ts';
import {
  describeBrokerConfig,
  describeTopicConfig,
  type DescribedConfig,
} from '../../configs/describe-config.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { RequestError } from '../../requests/request-error.ts';
import { topicNameProblem } from '../../topics/topic-name.ts';

type ConfigsRequest = RequestOf<typeof describeConfigsApi>;
type Resource = ConfigsRequest['resources'][number];
type ResourceResult = ResponseInputOf<typeof describeConfigsApi>['results'][number];

const resourceTypes = { topic: 2, broker: 4 } as const;

export const describeConfigs = handleApi(describeConfigsApi, {
  versions: [1, 4],
  notes: 'Topics, and the properties of the broker that clients ask for.',
  handle: (request, { broker }) => ({
    results: request.resources.map((resource) => describeResource(broker, resource, request)),
  }),
});

function describeResource(broker: Broker, resource: Resource, request: ConfigsRequest): ResourceResult {
  const { resourceType, resourceName, configurationKeys } = resource;
  try {
    const wanted =
      configurationKeys === null || configurationKeys.length === 0 ? null : new Set(configurationKeys);
    const configs = configsOf(broker, resource)
      .filter(({ name }) => wanted === null || wanted.has(name))
      .map((config) => asRequested(config, request));
    return { errorCode: errorCodes.NONE, errorMessage: null, resourceType, resourceName, configs };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const errorCode = errorCodes[error.error];
    return { errorCode, errorMessage: error.message, resourceType, resourceName, configs: [] };
  }
}

function configsOf(broker: Broker, { resourceType, resourceName }: Resource): DescribedConfig[] {
  switch (resourceType) {
    case resourceTypes.topic:
      return topicConfigs(broker, resourceName);
    case resourceTypes.broker:
      return brokerConfigs(broker, resourceName);
    default:
      throw new RequestError('INVALID_REQUEST', `Unsupported resource type: ${resourceType}`);
  }
}

function topicConfigs(broker: Broker, name: string): DescribedConfig[] {
  const problem = topicNameProblem(name);
  if (problem !== null) throw new RequestError('INVALID_TOPIC_EXCEPTION', problem);
  const topic = broker.topics.findByName(name);
  if (topic !== undefined) return describeTopicConfig(topic.config);
  throw new RequestError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.');
}

// The empty name stands for what was changed for all brokers at once, which is nothing here.
function brokerConfigs(broker: Broker, name: string): DescribedConfig[] {
  if (name === '') return [];
  if (name === String(nodeId)) return describeBrokerConfig(brokerConfigKeys(broker));
  throw new RequestError(
    'INVALID_REQUEST',
    `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`,
  );
}

function asRequested(
  config: DescribedConfig,
  { includeSynonyms, includeDocumentation }: ConfigsRequest,
): ResourceResult['configs'][number] {
  return {
    ...config,
    synonyms: includeSynonyms ? config.synonyms : [],
    documentation: includeDocumentation ? config.documentation : null,
  };
}
