import { atLeast, between, boolean, int, long, type ConfigDefinition } from '@sluice/connect-api';
import { oneDayMs } from './durations.ts';

const group = 'Requests';
const mib = 1024 * 1024;

/** What goes into a request, how many are under way, and what becomes of those that fail. */
export const batchingKeys = {
  'batch.size': int({
    doc: 'The most documents that a request has.',
    importance: 'medium',
    default: 2000,
    validator: between(1, 1_000_000),
    group,
  }),
  'bulk.size.bytes': long({
    doc: 'The most bytes that a request has, before compression; a larger document goes alone. -1 is no limit of its own.',
    importance: 'low',
    default: 5 * mib,
    validator: between(-1, 2_147_483_647),
    group,
  }),
  'max.in.flight.requests': int({
    doc: 'The most requests that are under way at a time. Those about the same document follow one another.',
    importance: 'medium',
    default: 5,
    validator: between(1, 1000),
    group,
  }),
  'max.buffered.records': int({
    doc: 'The most records that wait or are under way. Beyond them, no more are taken.',
    importance: 'low',
    default: 20_000,
    validator: between(1, 2_147_483_647),
    group,
  }),
  'max.buffered.bytes': long({
    doc: 'The most bytes of documents that wait or are under way. Beyond them, no more are taken.',
    importance: 'low',
    default: 64 * mib,
    validator: between(1, Number.MAX_SAFE_INTEGER),
    group,
  }),
  'linger.ms': long({
    doc: 'How long a request that is not full waits for more, when none is under way.',
    importance: 'low',
    default: 1,
    validator: between(0, 7 * oneDayMs),
    group,
  }),
  'flush.timeout.ms': long({
    doc: 'How long a commit of offsets waits for what is under way. After that, what is safe by then is committed.',
    importance: 'low',
    default: 180_000,
    validator: atLeast(1),
    group,
  }),
  'flush.synchronously': boolean({
    doc: 'Whether the records of each poll are written before the next ones are taken.',
    importance: 'low',
    default: false,
    group,
  }),
  'max.retries': int({
    doc: 'How often a request is sent again when waiting may help. After that the task fails.',
    importance: 'low',
    default: 5,
    validator: between(0, 2_147_483_647),
    group,
  }),
  'retry.backoff.ms': long({
    doc: 'The wait before a request is sent for the second time. It doubles with each further time, up to a minute, and half of it is random.',
    importance: 'low',
    default: 100,
    validator: between(0, oneDayMs),
    group,
  }),
} as const satisfies ConfigDefinition;
