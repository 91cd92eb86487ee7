import {
  errorCodes,
  iterateBatches,
  produceApi,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { answerBatches } from '../../testing/produce-answers.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import type { Delivery } from './delivery.ts';
import { Producer } from './producer.ts';

type Produce = RequestOf<typeof produceApi>;
type ProduceAnswer = ResponseInputOf<typeof produceApi>;

let broker: LogBroker;
let producer: Producer<string>;
let deliveries: Delivery<string>[];
/** Has the broker answer the request that it holds back. */
let letGo: () => void;

beforeEach(async () => {
  broker = await LogBroker.start({ t: 1 });
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'linger.ms': '0',
    'retry.backoff.ms': '5',
  });
  // The request would be awaited for much longer.
  producer = new Producer({ ...settings, 'delivery.timeout.ms': 500, 'request.timeout.ms': 60_000 });
  deliveries = [];
  producer.onDelivered = (delivery) => deliveries.push(delivery);
  await producer.prepare('t');
});

afterEach(async () => {
  await producer.close(0);
  await broker.stop();
});

async function write(value: string): Promise<void> {
  producer.append({ topic: 't', partition: 0, timestampMs: 1, key: null, value }, value);
  await producer.flush();
}

function answerLate(answer: (request: Produce) => ProduceAnswer): void {
  const held = new Promise<void>((resolve) => (letGo = resolve));
  broker.script.once(produceApi, (request) => held.then(() => answer(request)));
}

const answerAll = (errorCode: number) => (request: Produce) =>
  answerBatches(request, () => ({ errorCode, baseOffset: 0n }));

function availableBytes(): number | undefined {
  return producer.metrics().find(({ name }) => name === 'buffer-available-bytes')?.value;
}

/** Producer epoch and sequence number of each batch that was sent. */
function numbersSent(): (readonly [epoch: number, sequence: number])[] {
  return broker.script
    .requestsOf(produceApi)
    .flatMap(({ topicData }) =>
      topicData.flatMap(({ partitionData }) =>
        partitionData.flatMap(({ records }) =>
          [...iterateBatches(records ?? Buffer.alloc(0))].map(
            ({ producerEpoch, baseSequence }) => [producerEpoch, baseSequence] as const,
          ),
        ),
      ),
    );
}

describe('delivery.timeout.ms', () => {
  it('bounds the time also of records that are being sent', async () => {
    answerLate(answerAll(errorCodes.NONE));
    await write('a');
    expect(deliveries).toMatchObject([
      {
        attachments: ['a'],
        error: {
          errorName: 'REQUEST_TIMED_OUT',
          message:
            '1 records for t-0 were not delivered within delivery.timeout.ms=500; the broker has not answered yet',
        },
      },
    ]);
    // Their bytes are being sent: they are not free before the broker has them.
    expect(availableBytes()).toBeLessThan(33_554_432);
    letGo();
    await expect.poll(availableBytes).toBe(33_554_432);
    expect(deliveries).toHaveLength(1);
  });

  it('has the next records go on in the numbering when those given up were written after all', async () => {
    answerLate(answerAll(errorCodes.NONE));
    await write('a');
    letGo();
    await write('b');
    expect(deliveries[1]).toMatchObject({ attachments: ['b'], error: null });
    expect(numbersSent()).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('has the next records numbered anew when those given up were not written', async () => {
    answerLate(answerAll(errorCodes.NOT_ENOUGH_REPLICAS));
    await write('a');
    letGo();
    await write('b');
    expect(deliveries[1]).toMatchObject({ attachments: ['b'], error: null });
    expect(numbersSent()).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});
