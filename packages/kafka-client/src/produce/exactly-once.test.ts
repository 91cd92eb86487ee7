import { errorCodes, produceApi, type RequestOf, type ResponseInputOf } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { answerBatches } from '../../testing/produce-answers.ts';
import { StrictLog } from '../../testing/strict-log.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import { Producer } from './producer.ts';

/** What happens to a request on its way to the log and back. */
type Fate = 'answered' | 'lost' | 'answer-lost' | 'too-large' | 'not-leader' | 'refused';

const fates: readonly Fate[] = ['answered', 'lost', 'answer-lost', 'too-large', 'not-leader', 'refused'];
const refusals: Partial<Record<Fate, number>> = {
  'too-large': errorCodes.MESSAGE_TOO_LARGE,
  'not-leader': errorCodes.NOT_LEADER_OR_FOLLOWER,
  refused: errorCodes.INVALID_RECORD,
};
const partitions = [0, 1];
const recordCount = 60;

type Produce = RequestOf<typeof produceApi>;
type Answer = ResponseInputOf<typeof produceApi>;

/** Has the fates befall the requests, one after the other; the rest is answered. */
function unreliable(logs: readonly StrictLog[], queue: Fate[]): (request: Produce) => Answer | 'disconnect' {
  return (request) => {
    const fate = queue.shift() ?? 'answered';
    if (fate === 'lost') return 'disconnect';
    const refusal = refusals[fate];
    const answer = answerBatches(request, ({ index, bytes }) => {
      const log = logs[index] ?? new StrictLog();
      // What was taken once is not found wanting later.
      if (refusal !== undefined && !log.has(bytes)) return { errorCode: refusal, baseOffset: -1n };
      const { errorCode, baseOffset } = log.append(bytes);
      return { errorCode, baseOffset: BigInt(baseOffset) };
    });
    return fate === 'answer-lost' ? 'disconnect' : answer;
  };
}

interface Outcome {
  readonly logs: readonly string[][];
  readonly acknowledged: readonly string[];
  readonly refused: readonly string[];
}

async function run(queue: Fate[], properties: Readonly<Record<string, string>>): Promise<Outcome> {
  const broker = await LogBroker.start({ t: partitions.length });
  const logs = partitions.map(() => new StrictLog());
  broker.script.on(produceApi, unreliable(logs, queue));
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'batch.size': '150',
    'linger.ms': '0',
    'retry.backoff.ms': '1',
    'retry.backoff.max.ms': '2',
    'reconnect.backoff.ms': '1',
    'reconnect.backoff.max.ms': '2',
    ...properties,
  });
  const producer = new Producer<string>(settings);
  const acknowledged: string[] = [];
  const refused: string[] = [];
  producer.onDelivered = ({ error, attachments }) => {
    if (error === null) acknowledged.push(...attachments);
    else if (error.is('INVALID_RECORD') || error.is('MESSAGE_TOO_LARGE')) refused.push(...attachments);
  };
  try {
    await producer.prepare('t');
    for (let index = 0; index < recordCount; index += 1) {
      const value = String(index).padStart(3, '0');
      producer.append(
        { topic: 't', partition: index % partitions.length, timestampMs: 1, key: null, value },
        value,
      );
      if (index % 10 === 9) await new Promise(setImmediate);
    }
    await producer.flush();
  } finally {
    await producer.close(0);
    await broker.stop();
  }
  return { logs: logs.map(({ values }) => values), acknowledged, refused };
}

const fatesOfRequests = fc.array(fc.constantFrom(...fates), { maxLength: 30 });

/** What is wrong in the logs: written twice or out of order, acknowledged but not written, refused but written. */
function faultsIn({ logs, acknowledged, refused }: Outcome): string[] {
  const written = new Set(logs.flat());
  return [
    ...logs.flatMap((values) =>
      values.filter((value, index) => index > 0 && value <= (values[index - 1] ?? '')),
    ),
    ...acknowledged.filter((value) => !written.has(value)),
    ...refused.filter((value) => written.has(value)),
  ];
}

describe('an idempotent producer, whatever happens to its requests', () => {
  it('has all records written once and in order that are not refused', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fatesOfRequests, async (queue) => {
        const outcome = await run([...queue], {});
        expect(faultsIn(outcome)).toEqual([]);
        expect(outcome.acknowledged.length + outcome.refused.length).toBe(recordCount);
      }),
      { numRuns: 40 },
    );
  });

  it('has none written twice or out of order when it gives some up', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fatesOfRequests, async (queue) => {
        expect(faultsIn(await run([...queue], { retries: '1' }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
