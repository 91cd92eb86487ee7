import { iterateBatches } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import { Producer } from './producer.ts';

let broker: LogBroker;
let producer: Producer;

beforeEach(async () => {
  broker = await LogBroker.start({ t: 1 });
  const properties = { 'bootstrap.servers': broker.script.address, 'linger.ms': '0' };
  producer = new Producer(parseProducerSettings(properties).settings);
  await producer.prepare('t');
});

afterEach(async () => {
  await producer.close(0);
  await broker.stop();
});

function append(value: string, timestampMs: number): void {
  producer.append({ topic: 't', partition: 0, timestampMs, key: null, value }, undefined);
}

describe('the timestamp of a record', () => {
  it.each([-1, 0, Number.MAX_SAFE_INTEGER])('is written as it is when it is %d', async (timestampMs) => {
    append('v', timestampMs);
    await producer.flush();
    const [batch] = iterateBatches(broker.log('t', 0).read(0, { maxBytes: 1000, atLeastOne: true }));
    expect(batch?.firstTimestamp).toBe(BigInt(timestampMs));
  });

  it.each([-2, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'is refused when it is %d, and leaves nothing in the batch',
    async (timestampMs) => {
      append('before', 1);
      expect(() => append('wrong', timestampMs)).toThrow(
        new RangeError(
          `${timestampMs} is no timestamp of a record: it must be a whole number of milliseconds from 0 on, null for now or -1 for none`,
        ),
      );
      append('after', 2);
      await producer.flush();
      expect(broker.values('t')).toEqual(['before', 'after']);
    },
  );
});
