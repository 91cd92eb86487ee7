import { randomBytes } from 'node:crypto';
import { errorCodes, produceApi } from '@sluice/kafka-protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { refuseBatches } from '../../testing/produce-answers.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import { Producer } from './producer.ts';

const partitionCount = 2000;
let broker: LogBroker;
let producer: Producer;

afterEach(async () => {
  await producer.close(0);
  await broker.stop();
});

async function start(properties: Readonly<Record<string, string>>): Promise<void> {
  broker = await LogBroker.start({ wide: partitionCount });
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'linger.ms': '60000',
    'delivery.timeout.ms': '200000',
    'retry.backoff.ms': '5',
    'max.block.ms': '50',
    ...properties,
  });
  producer = new Producer(settings);
  await producer.prepare('wide');
}

function append(partition: number, value: string | Buffer): boolean {
  return producer.append({ topic: 'wide', partition, timestampMs: 1, key: null, value }, undefined);
}

function figure(name: string): number {
  const found = producer
    .metrics()
    .find((metric) => metric.group === 'producer-metrics' && metric.name === name);
  return found?.value ?? Number.NaN;
}

/** Appends small records to one partition after the other until one is refused, or all have had their turns. */
function fill(value: string | Buffer, turns: number): number {
  for (let count = 0; count < turns * partitionCount; count += 1) {
    if (!append(count % partitionCount, value)) return count;
  }
  return turns * partitionCount;
}

describe('buffer.memory', () => {
  it('bounds what is allocated, also for many partitions with a small record each', async () => {
    const bufferMemory = 1_000_000;
    await start({ 'buffer.memory': String(bufferMemory) });
    broker.script.on(produceApi, () => 'silence');
    const before = process.memoryUsage().arrayBuffers;
    const taken = fill('small', 10);
    expect(taken).toBeGreaterThan(900);
    expect(taken).toBeLessThan(1100);
    expect(producer.isFull).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.3 * bufferMemory);
    expect(figure('buffer-total-bytes')).toBe(bufferMemory);
    expect(figure('buffer-available-bytes')).toBeLessThan(20_000);
  });

  it('holds while a broker is dead, however often one tries', async () => {
    await start({ 'buffer.memory': '500000' });
    broker.script.on(produceApi, () => 'silence');
    fill('x'.repeat(1000), 10);
    const inFlight = (): number => figure('requests-in-flight');
    await expect.poll(inFlight).toBeGreaterThan(0);
    await expect.poll(() => broker.script.requestsOf(produceApi).length).toBe(inFlight());
    const before = process.memoryUsage().arrayBuffers;
    for (let tries = 0; tries < 50_000; tries += 1)
      expect(append(tries % partitionCount, 'more')).toBe(false);
    await expect(producer.drained()).rejects.toThrow(
      /buffer.memory=500000 stayed used up for max.block.ms=50/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
    expect(figure('buffer-exhausted-total')).toBe(1);
    expect(figure('bufferpool-wait-time-ns-total')).toBeGreaterThan(40_000_000);
  });

  it('counts compressed bytes that are being sent beside those they were made from', async () => {
    await start({ 'buffer.memory': '100000', 'compression.type': 'gzip' });
    broker.script.on(produceApi, () => 'silence');
    append(0, randomBytes(16_000));
    const before = figure('buffer-available-bytes');
    producer.nudge();
    await expect.poll(() => figure('requests-in-flight')).toBe(1);
    expect(before - figure('buffer-available-bytes')).toBeGreaterThan(16_000);
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'is free again when all is delivered, sent again, split or failed, compressed with %s',
    async (codec) => {
      await start({
        'buffer.memory': '300000',
        'compression.type': codec,
        'linger.ms': '0',
        'max.block.ms': '10000',
      });
      broker.script.once(produceApi, refuseBatches(errorCodes.MESSAGE_TOO_LARGE));
      broker.script.once(produceApi, refuseBatches(errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER));
      broker.script.once(produceApi, refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER));
      broker.script.once(produceApi, refuseBatches(errorCodes.INVALID_RECORD));
      for (let count = 0; count < 3000; count += 1) {
        while (!append(count % 3, randomBytes(300))) await producer.drained();
      }
      await producer.flush();
      expect(figure('buffer-available-bytes')).toBe(300_000);
      expect(figure('batch-split-total')).toBeGreaterThan(0);
      expect(figure('record-retry-total')).toBeGreaterThan(0);
      expect(figure('record-error-total')).toBeGreaterThan(0);
      expect(figure('record-send-total')).toBeGreaterThan(3000);
    },
  );
});
