import { iterateBatches, metadataApi, produceApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import { Producer } from './producer.ts';

let broker: LogBroker;
let producer: Producer;

beforeEach(async () => {
  broker = await LogBroker.start({ old: 1, busy: 1 });
});

/** Begins with a producer that forgets topics it has not written for so long. */
function start(maxIdleMs: number): void {
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'linger.ms': '0',
    'retry.backoff.ms': '1',
    'metadata.max.age.ms': '10',
  });
  producer = new Producer({ ...settings, 'metadata.max.idle.ms': maxIdleMs });
}

afterEach(async () => {
  await producer.close(0);
  await broker.stop();
});

async function write(topic: string, value: string): Promise<void> {
  producer.append({ topic, partition: 0, timestampMs: 1, key: null, value }, undefined);
  await producer.flush();
}

/** The topics that the last request for metadata named. */
function asked(): string[] {
  const { topics } = broker.script.requestsOf(metadataApi).at(-1) ?? { topics: null };
  return (topics ?? []).map(({ name }) => name ?? '').sort();
}

describe('the topics that a producer asks for', () => {
  it('are those that it has written lately', async () => {
    start(1500);
    await Promise.all([producer.prepare('old'), producer.prepare('busy')]);
    await write('old', 'a');
    expect(asked()).toEqual(['busy', 'old']);
    const isForgotten = async (): Promise<boolean> => {
      await write('busy', 'x');
      return !asked().includes('old');
    };
    await expect.poll(isForgotten).toBe(true);
    expect(asked()).toEqual(['busy']);
    // What was not written for long goes on where it was, without being prepared again and without a gap or a double.
    expect(producer.partitionCount('old')).toBe(1);
    await write('old', 'b');
    expect(broker.values('old')).toEqual(['a', 'b']);
    const batches = iterateBatches(broker.log('old', 0).read(0, { maxBytes: 1000, atLeastOne: true }));
    expect([...batches].map(({ baseSequence }) => baseSequence)).toEqual([0, 1]);
    expect(asked()).toEqual(['busy', 'old']);
  });

  it('include one of which something still waits', async () => {
    start(100);
    await producer.prepare('old');
    broker.script.once(produceApi, async (): Promise<'disconnect'> => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return 'disconnect';
    });
    await write('old', 'a');
    expect(broker.script.requestsOf(metadataApi).every(({ topics }) => topics?.[0]?.name === 'old')).toBe(
      true,
    );
    expect(broker.values('old')).toEqual(['a']);
  });
});
