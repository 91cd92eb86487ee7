import {
  caseInsensitiveOneOf,
  defineConfig,
  list,
  long,
  nonEmptyString,
  refusal,
  string,
  type Validator,
} from '@sluice/connect-api';
import { distinctAliases } from '../distinct-aliases.ts';
import { deadLetterKeys } from './dead-letter-keys.ts';

const exactlyOnce = { group: 'Exactly Once Support', width: 'short' } as const;

const interval: Validator<number | bigint> = {
  describe: () => '[0,...]',
  check: (checked) => {
    const { value } = checked;
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    return isNumber && value < 0 ? refusal(checked, 'Value must be at least 0') : null;
  },
};

/** What sources have beside the keys of every connector. */
export const sourceKeys = defineConfig({
  'topic.creation.groups': list({
    group: 'Topic Creation',
    doc: 'Aliases of groups of topics that are created with settings of their own, under `topic.creation.<alias>.`; what is in none of them belongs to `default`.',
    importance: 'low',
    default: [],
    validator: distinctAliases,
    orderInGroup: 1,
    width: 'long',
    displayName: 'Topic Creation Groups',
  }),
  'exactly.once.support': string({
    ...exactlyOnce,
    doc: 'Whether the connector must be able to deliver exactly once (`required`) or may deliver at least once (`requested`). A standalone worker delivers at least once.',
    importance: 'medium',
    default: 'requested',
    validator: caseInsensitiveOneOf('REQUESTED', 'REQUIRED'),
    orderInGroup: 2,
    displayName: 'Exactly once support',
  }),
  'transaction.boundary': string({
    ...exactlyOnce,
    doc: 'When a task that delivers exactly once commits: with each `poll`, at an `interval`, or when the `connector` says so. Without effect on a standalone worker.',
    importance: 'medium',
    default: 'poll',
    validator: caseInsensitiveOneOf('POLL', 'INTERVAL', 'CONNECTOR'),
    orderInGroup: 3,
    displayName: 'Transaction Boundary',
  }),
  'transaction.boundary.interval.ms': long({
    ...exactlyOnce,
    doc: 'How often a task commits with `transaction.boundary=interval`, in milliseconds; as often as `offset.flush.interval.ms` of the worker says by default.',
    importance: 'low',
    default: null,
    validator: interval,
    orderInGroup: 4,
    displayName: 'Transaction boundary interval',
  }),
  'offsets.storage.topic': string({
    group: 'offsets.topic',
    doc: 'Topic for the offsets of this connector, in place of that of the worker. Without effect on a standalone worker.',
    importance: 'low',
    default: null,
    validator: nonEmptyString(),
    orderInGroup: 1,
    width: 'long',
    displayName: 'Offsets topic',
  }),
  ...deadLetterKeys,
});
