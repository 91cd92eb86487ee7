import {
  caseInsensitiveOneOf,
  defineConfig,
  long,
  mergeDefinitions,
  nonEmptyString,
  oneOf,
  string,
  type ConfigOf,
} from '@sluice/connect-api';
import { connectionKeys } from './connection-keys.ts';
import { batchKeys } from './stream-source-config.ts';

const reading = {
  topic: string({
    doc: 'The topic that records go to.',
    importance: 'medium',
    default: 'rediskeys',
    validator: nonEmptyString(),
    group: 'Records',
  }),
  'redis.keys.pattern': string({
    doc: 'Which keys are read, as a glob: `*`, `?`, `[ab]`.',
    importance: 'medium',
    default: '*',
    validator: nonEmptyString(),
    group: 'Reading',
  }),
  'redis.keys.timeout': long({
    doc: 'After how many milliseconds without a change the task stops listening. 0 listens for ever.',
    importance: 'low',
    default: 0,
    group: 'Reading',
  }),
  mode: string({
    doc: '`LIVE` reads the keys that are there and then their changes, `LIVEONLY` only the changes.',
    importance: 'medium',
    default: 'LIVE',
    validator: caseInsensitiveOneOf('LIVE', 'LIVEONLY'),
    group: 'Reading',
  }),
  'redis.keys.zset': string({
    doc: 'What the keys of the map `zset` are: `score`, as in Java, which cannot hold two members of one score, or `member`.',
    importance: 'low',
    default: 'score',
    validator: oneOf('score', 'member'),
    group: 'Records',
  }),
} as const;

export const keysSourceConfig = defineConfig(
  mergeDefinitions(mergeDefinitions(connectionKeys, batchKeys), reading),
);

export type KeysSourceConfig = ConfigOf<typeof keysSourceConfig>;
