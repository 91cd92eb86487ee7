import { defineConfig, list, listOfNames, string } from '@sluice/connect-api';
import { deadLetterKeys } from './dead-letter-keys.ts';

const topics = { group: 'Common', importance: 'high', orderInGroup: 4, width: 'long' } as const;

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
  ...deadLetterKeys,
});
