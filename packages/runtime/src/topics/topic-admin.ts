import type { Admin } from '@sluice/kafka-client';

/** What is asked of a cluster about topics. */
export type TopicAdmin = Pick<Admin, 'createTopic' | 'describeTopic' | 'describeTopicConfigs'>;
