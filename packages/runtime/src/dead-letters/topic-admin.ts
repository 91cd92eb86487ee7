import type { Admin } from '@sluice/kafka-client';

/** What setting up dead letters needs of an admin client; its errors are those of Kafka's protocol. */
export type TopicAdmin = Pick<Admin, 'describeTopic' | 'createTopic' | 'close'>;
