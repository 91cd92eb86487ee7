import { boolean, defineConfig, short, string } from '@sluice/connect-api';

const deadLetters = { group: 'Error Handling', importance: 'medium', width: 'medium' } as const;

/** Where records go that could not be processed. Kafka Connect has these keys for sinks only. */
export const deadLetterKeys = defineConfig({
  'errors.deadletterqueue.topic.name': string({
    ...deadLetters,
    doc: 'Topic for records that could not be processed; empty for none. Kafka Connect has it for sinks only.',
    default: '',
    orderInGroup: 6,
    displayName: 'Dead Letter Queue Topic Name',
  }),
  'errors.deadletterqueue.topic.replication.factor': short({
    ...deadLetters,
    doc: 'How many replicas the topic for dead letters gets when it is created.',
    default: 3,
    orderInGroup: 7,
    displayName: 'Dead Letter Queue Topic Replication Factor',
  }),
  'errors.deadletterqueue.context.headers.enable': boolean({
    ...deadLetters,
    doc: 'Whether records in the topic for dead letters have headers that say what went wrong where.',
    default: false,
    orderInGroup: 8,
    displayName: 'Enable Error Context Headers',
  }),
});
