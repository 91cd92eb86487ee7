import { boolean, defineConfig, list, listOfNames, short, string } from '@sluice/connect-api';

const topics = { group: 'Common', importance: 'high', orderInGroup: 4, width: 'long' } as const;
const deadLetters = { group: 'Error Handling', importance: 'medium', width: 'medium' } as const;

/** What sinks have beside the keys of every connector. */
export const sinkKeys = defineConfig({
  topics: list({
    ...topics,
    doc: 'Topics to read.',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
    displayName: 'Topics',
  }),
  'topics.regex': string({
    ...topics,
    doc: 'Topics to read, as a regular expression that a whole name must match. Either this or `topics`.',
    default: '',
    displayName: 'Topics regex',
  }),
  'errors.deadletterqueue.topic.name': string({
    ...deadLetters,
    doc: 'Topic for records that could not be processed; empty for none. Not supported yet: it has to be empty.',
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
