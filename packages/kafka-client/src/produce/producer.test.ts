import { errorCodes, initProducerIdApi, iterateBatches, produceApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { answerBatches, refuseBatches } from '../../testing/produce-answers.ts';
import { parseProducerSettings } from '../settings/producer-settings.ts';
import type { Delivery } from './delivery.ts';
import type { ProducerRecord } from './producer-record.ts';
import { Producer, type ProducerOptions } from './producer.ts';

let broker: LogBroker;
let producers: Producer<string>[];

beforeEach(async () => {
  producers = [];
  broker = await LogBroker.start({ t: 1, wide: 6 });
});

afterEach(async () => {
  await Promise.all(producers.map((producer) => producer.close(0)));
  await broker.stop();
});

interface Started {
  readonly producer: Producer<string>;
  readonly deliveries: Delivery<string>[];
}

async function start(
  properties: Record<string, string> = {},
  topic = 't',
  options: ProducerOptions = {},
): Promise<Started> {
  const { settings } = parseProducerSettings({
    'bootstrap.servers': broker.script.address,
    'enable.idempotence': 'false',
    'max.in.flight.requests.per.connection': '1',
    'linger.ms': '0',
    'retry.backoff.ms': '5',
    ...properties,
  });
  const producer = new Producer<string>(settings, options);
  const deliveries: Delivery<string>[] = [];
  producer.onDelivered = (delivery) => deliveries.push(delivery);
  producers.push(producer);
  await producer.prepare(topic);
  return { producer, deliveries };
}

function record(value: string, more: Partial<ProducerRecord> = {}): ProducerRecord {
  return { topic: 't', partition: null, timestampMs: 1000, key: null, value, ...more };
}

function appendAll(producer: Producer<string>, values: readonly string[]): void {
  for (const value of values) producer.append(record(value), value);
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

describe('a producer', () => {
  it('reports records batch by batch, with offsets, timestamps and what was attached', async () => {
    const { producer, deliveries } = await start({ 'linger.ms': '1000' });
    producer.append(record('a'), 'first');
    producer.append(record('b', { timestampMs: 2000 }), 'second');
    await producer.flush();
    producer.append(record('c'), 'third');
    await producer.flush();
    expect(deliveries).toEqual([
      {
        topic: 't',
        partition: 0,
        baseOffset: 0,
        logAppendTimeMs: -1,
        timestampsMs: [1000, 2000],
        attachments: ['first', 'second'],
        error: null,
      },
      {
        topic: 't',
        partition: 0,
        baseOffset: 2,
        logAppendTimeMs: -1,
        timestampsMs: [1000],
        attachments: ['third'],
        error: null,
      },
    ]);
  });

  it('sends a batch when linger.ms is over, with nobody flushing', async () => {
    const { deliveries, producer } = await start({ 'linger.ms': '20' });
    producer.append(record('a'), 'a');
    await expect.poll(() => deliveries.length).toBe(1);
    expect(broker.values('t')).toEqual(['a']);
  });

  it('lets records linger that come while there is time, and sends them together', async () => {
    const { producer } = await start({ 'linger.ms': '60000', 'delivery.timeout.ms': '200000' });
    appendAll(producer, ['a', 'b']);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(broker.script.requestsOf(produceApi)).toHaveLength(0);
    producer.nudge();
    await expect.poll(() => broker.values('t')).toEqual(['a', 'b']);
    expect(broker.script.requestsOf(produceApi)).toHaveLength(1);
  });

  it('sends full batches at once and keeps the order', async () => {
    const values = numbers(5000);
    const { producer } = await start({
      'batch.size': '1000',
      'linger.ms': '60000',
      'delivery.timeout.ms': '200000',
    });
    appendAll(producer, values);
    await producer.flush();
    expect(broker.values('t')).toEqual(values);
    expect(broker.script.requestsOf(produceApi).length).toBeGreaterThan(40);
  });

  it('keeps the order when a batch in front has to be sent again', async () => {
    const { producer, deliveries } = await start({ 'batch.size': '200' });
    broker.script.once(produceApi, refuseBatches(errorCodes.NOT_LEADER_OR_FOLLOWER));
    broker.script.once(produceApi, () => 'disconnect');
    broker.script.once(produceApi, refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS));
    appendAll(producer, numbers(100));
    await producer.flush();
    expect(broker.values('t')).toEqual(numbers(100));
    expect(deliveries.every(({ error }) => error === null)).toBe(true);
  });

  it('sends nothing twice though answers are lost, when it is idempotent', async () => {
    const { producer, deliveries } = await start({
      'enable.idempotence': 'true',
      'max.in.flight.requests.per.connection': '5',
      'batch.size': '200',
    });
    const seen: string[] = [];
    let drop = 0;
    broker.script.on(produceApi, (request) => {
      drop += 1;
      const answer = answerBatches(request, ({ bytes }) => {
        const [view] = iterateBatches(bytes);
        seen.push(`${view?.producerId}/${view?.producerEpoch}/${view?.baseSequence}+${view?.recordCount}`);
        return { errorCode: 0, baseOffset: BigInt(drop) };
      });
      return drop === 3 ? 'disconnect' : answer;
    });
    appendAll(producer, numbers(100));
    await producer.flush();
    const lost = seen[2];
    expect(seen.filter((batch) => batch === lost)).toHaveLength(2);
    expect(new Set(seen).size).toBe(new Set(seen.map((batch) => batch.split('+')[0])).size);
    expect(deliveries.every(({ error }) => error === null)).toBe(true);
    expect(broker.script.requestsOf(initProducerIdApi)).toHaveLength(1);
  });

  it('goes on in another epoch and begins to count anew when the broker lost count', async () => {
    const { producer, deliveries } = await start({ 'enable.idempotence': 'true', 'batch.size': '200' });
    producer.append(record('a'), 'a');
    await producer.flush();
    broker.script.once(produceApi, refuseBatches(errorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER));
    producer.append(record('b'), 'b');
    await producer.flush();
    const stamps = broker.script.requestsOf(produceApi).map(({ topicData }) => {
      const [view] = iterateBatches(topicData[0]?.partitionData[0]?.records ?? Buffer.alloc(0));
      return [Number(view?.producerId), view?.producerEpoch, view?.baseSequence];
    });
    expect(stamps).toEqual([
      [7, 0, 0],
      [7, 0, 1],
      [7, 1, 0],
    ]);
    expect(deliveries.map(({ error }) => error)).toEqual([null, null]);
  });

  it('reports a refusal that will not pass, and goes on with the next batch', async () => {
    const { producer, deliveries } = await start();
    broker.script.once(produceApi, refuseBatches(errorCodes.INVALID_TIMESTAMP));
    producer.append(record('bad'), 'bad');
    await producer.flush();
    producer.append(record('good'), 'good');
    await producer.flush();
    expect(deliveries[0]).toMatchObject({
      attachments: ['bad'],
      baseOffset: -1,
      error: {
        errorName: 'INVALID_TIMESTAMP',
        topic: 't',
        partition: 0,
        broker: broker.script.address,
        retriable: false,
      },
    });
    expect(deliveries[0]?.error?.message).toContain('Produce to t-0: INVALID_TIMESTAMP');
    expect(deliveries[1]).toMatchObject({ attachments: ['good'], error: null });
  });

  it('reports a record above max.request.size at once, and takes the others', async () => {
    const { producer, deliveries } = await start({ 'max.request.size': '300' });
    expect(producer.append(record('x'.repeat(400)), 'large')).toBe(true);
    expect(deliveries[0]).toMatchObject({
      attachments: ['large'],
      error: { errorName: 'MESSAGE_TOO_LARGE' },
    });
    expect(deliveries[0]?.error?.message).toContain('max.request.size=300');
    producer.append(record('small'), 'small');
    await producer.flush();
    expect(broker.values('t')).toEqual(['small']);
  });

  it('reports a record that will never fit into buffer.memory', async () => {
    const { producer, deliveries } = await start({ 'buffer.memory': '300' });
    producer.append(record('x'.repeat(400)), 'large');
    expect(deliveries[0]?.error?.message).toContain('more than buffer.memory=300 allows');
  });

  it('fails what waits while it may not be idempotent, and asks again for the next', async () => {
    const { producer, deliveries } = await start({ 'enable.idempotence': 'true' });
    const denied = errorCodes.CLUSTER_AUTHORIZATION_FAILED;
    broker.script.once(initProducerIdApi, () => ({ errorCode: denied, producerEpoch: -1 }));
    producer.append(record('a'), 'a');
    await producer.flush();
    producer.append(record('b'), 'b');
    await producer.flush();
    expect(deliveries.map(({ error }) => error?.errorName)).toEqual([
      'CLUSTER_AUTHORIZATION_FAILED',
      undefined,
    ]);
  });

  it.each(['CLUSTER_AUTHORIZATION_FAILED', 'UNSUPPORTED_VERSION'] as const)(
    'can do nothing more after %s when it is idempotent',
    async (name) => {
      const { producer, deliveries } = await start({ 'enable.idempotence': 'true' });
      broker.script.once(produceApi, refuseBatches(errorCodes[name]));
      producer.append(record('a'), 'a');
      await producer.flush();
      expect(deliveries.map(({ error }) => error?.errorName)).toEqual([name]);
      expect(() => producer.append(record('b'), 'b')).toThrow(name);
    },
  );

  it.each([
    ['gzip', '1', '9'],
    ['zstd', '1', '19'],
  ])('compresses with the level of %s that is set', async (type, low, high) => {
    const sizes: number[] = [];
    for (const level of [low, high]) {
      const properties = { 'compression.type': type, [`compression.${type}.level`]: level };
      const { producer } = await start({ ...properties, 'batch.size': '100000', 'linger.ms': '50' });
      appendAll(producer, numbers(3000));
      await producer.flush();
      const request = broker.script.requestsOf(produceApi).at(-1);
      sizes.push(request?.topicData[0]?.partitionData[0]?.records?.length ?? 0);
    }
    expect(sizes[0]).toBeGreaterThan(1.05 * (sizes[1] ?? 0));
  });

  it('splits a batch that the broker finds too large, until single records are too large', async () => {
    const { producer, deliveries } = await start({ 'batch.size': '100000', 'linger.ms': '1000' });
    const limit = 700;
    broker.script.on(produceApi, (request) =>
      answerBatches(request, ({ bytes }) =>
        bytes.length > limit
          ? { errorCode: errorCodes.MESSAGE_TOO_LARGE, baseOffset: -1n }
          : { errorCode: 0, baseOffset: BigInt(broker.append('t', 0, bytes)) },
      ),
    );
    const values = [...numbers(200), 'x'.repeat(1000), ...numbers(50)];
    appendAll(producer, values);
    await producer.flush();
    expect(broker.values('t')).toEqual(values.filter((value) => value.length < 1000));
    const failed = deliveries.filter(({ error }) => error !== null);
    expect(failed.map(({ attachments }) => attachments)).toEqual([['x'.repeat(1000)]]);
    expect(deliveries.flatMap(({ attachments }) => attachments)).toHaveLength(values.length);
  });

  it('does not take more than buffer.memory, and has room again when records are acknowledged', async () => {
    const { producer } = await start({
      'buffer.memory': '2000',
      'batch.size': '500',
      'max.request.size': '600',
    });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    broker.script.once(produceApi, async (request) => {
      await held;
      return refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS)(request);
    });
    let taken = 0;
    while (producer.append(record('x'.repeat(50)), 'x')) taken += 1;
    expect(producer.isFull).toBe(true);
    expect(taken).toBeGreaterThan(20);
    expect(taken).toBeLessThan(45);
    release();
    await producer.drained();
    expect(producer.append(record('y'), 'y')).toBe(true);
    await producer.flush();
    expect(broker.values('t')).toHaveLength(taken + 1);
  });

  it('is ahead when brokers have work for some time, and has caught up when that is nearly done', async () => {
    const { producer } = await start({
      'batch.size': '400000',
      'max.in.flight.requests.per.connection': '1',
      'linger.ms': '0',
    });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    broker.script.once(produceApi, async (request) => {
      await held;
      return refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS)(request);
    });
    let taken = 0;
    for (; !producer.isAhead; taken += 1) producer.append(record('x'.repeat(10_000)), 'x');
    expect(taken).toBeGreaterThan(150);
    expect(taken).toBeLessThan(170);
    expect(producer.isFull).toBe(false);
    let isCaughtUp = false;
    const waiting = producer.caughtUp().then(() => (isCaughtUp = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isCaughtUp).toBe(false);
    release();
    await waiting;
    expect(broker.values('t').length).toBeGreaterThanOrEqual(taken / 2);
    await producer.flush();
    expect(broker.values('t')).toHaveLength(taken);
  });

  it('is ahead sooner where the program allows it less', async () => {
    let maxBytes = 400_000;
    const { producer } = await start({ 'linger.ms': '1000' }, 't', { maxBytes: () => maxBytes });
    let taken = 0;
    for (; !producer.isAhead; taken += 1) producer.append(record('x'.repeat(10_000)), 'x');
    expect(taken).toBeGreaterThanOrEqual(18);
    expect(taken).toBeLessThan(40);
    maxBytes = 4_000_000;
    expect(producer.isAhead).toBe(false);
  });

  it('fails to drain after max.block.ms, and stops waiting when told to', async () => {
    const { producer } = await start({ 'buffer.memory': '500', 'max.block.ms': '30' });
    broker.script.on(produceApi, () => 'silence');
    while (producer.append(record('x'.repeat(50)), 'x'));
    await expect(producer.drained()).rejects.toMatchObject({ errorName: 'REQUEST_TIMED_OUT' });
    await producer.drained(AbortSignal.abort());
    expect(producer.isFull).toBe(true);
  });

  it('gives up after delivery.timeout.ms and says what the last failure was', async () => {
    const times = { 'delivery.timeout.ms': '800', 'request.timeout.ms': '600' };
    const { producer, deliveries } = await start(times);
    broker.script.on(produceApi, refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS));
    producer.append(record('a'), 'a');
    await expect.poll(() => deliveries[0]?.error?.message).toContain('NOT_ENOUGH_REPLICAS');
  });

  it('tries as often as retries says', async () => {
    const { producer, deliveries } = await start({ retries: '2' });
    broker.script.on(produceApi, refuseBatches(errorCodes.NOT_ENOUGH_REPLICAS));
    producer.append(record('a'), 'a');
    await producer.flush();
    expect(broker.script.requestsOf(produceApi)).toHaveLength(3);
    expect(deliveries[0]?.error?.errorName).toBe('NOT_ENOUGH_REPLICAS');
  });

  it('waits for no answer with acks=0', async () => {
    const { producer, deliveries } = await start({ acks: '0' });
    producer.append(record('a'), 'a');
    await producer.flush();
    expect(deliveries[0]).toMatchObject({ baseOffset: -1, error: null });
    await expect.poll(() => broker.values('t')).toEqual(['a']);
  });

  it('puts equal keys into the partition where Java puts them, and records where they say', async () => {
    const { producer } = await start({ 'linger.ms': '50' }, 'wide');
    for (const key of ['21', 'foobar']) producer.append(record(key, { topic: 'wide', key }), key);
    producer.append(record('five', { topic: 'wide', partition: 5, key: '21' }), 'five');
    await producer.flush();
    // By Java's Utils.murmur2: -973932308 for "21", -790332482 for "foobar"; the sign bit is dropped.
    expect(broker.values('wide', ((-973_932_308 & 0x7fff_ffff) >>> 0) % 6)).toContain('21');
    expect(broker.values('wide', ((-790_332_482 & 0x7fff_ffff) >>> 0) % 6)).toContain('foobar');
    expect(broker.values('wide', 5)).toContain('five');
  });

  it('fills the batches of one partition after the other where nothing decides', async () => {
    const { producer, deliveries } = await start({ 'batch.size': '1000', 'linger.ms': '1000' }, 'wide');
    for (const value of numbers(3000)) producer.append(record(value, { topic: 'wide' }), value);
    await producer.flush();
    const used = new Set(deliveries.map(({ partition }) => partition));
    expect(used.size).toBe(6);
    const sizes = deliveries.map(({ attachments }) => attachments.length);
    expect(sizes.filter((size) => size < 50).length).toBeLessThan(8);
  });

  it('refuses records of topics that were not prepared, and of partitions that are not there', async () => {
    const { producer } = await start();
    expect(() => producer.append(record('a', { topic: 'other' }), 'a')).toThrow(/Topic other is not known/);
    expect(() => producer.append(record('a', { partition: 3 }), 'a')).toThrow(
      /Partition 3 of topic t is not known/,
    );
    expect(producer.partitionCount('other')).toBeUndefined();
    expect(producer.partitionCount('t')).toBe(1);
  });

  it('waits for a topic, or for a partition, that appears', async () => {
    const { producer } = await start();
    const prepared = Promise.all([producer.prepare('late'), producer.prepare('t', { partition: 2 })]);
    setTimeout(() => {
      broker.setPartitions('late', 1);
      broker.setPartitions('t', 3);
    }, 30);
    await prepared;
    expect(producer.partitionCount('late')).toBe(1);
    expect(producer.partitionCount('t')).toBe(3);
  });

  it('says that a topic did not appear within max.block.ms, or stops when told to', async () => {
    const { producer } = await start({ 'max.block.ms': '40' });
    await expect(producer.prepare('never')).rejects.toMatchObject({
      errorName: 'REQUEST_TIMED_OUT',
      message: expect.stringContaining('Topic never did not appear within max.block.ms=40') as string,
    });
    const reason = new Error('stopped');
    await expect(producer.prepare('never', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('fails what is left when it is closed, and takes nothing more', async () => {
    const { producer, deliveries } = await start();
    broker.script.on(produceApi, () => 'silence');
    appendAll(producer, ['a', 'b']);
    await producer.close(30);
    expect(deliveries.flatMap(({ attachments }) => attachments)).toEqual(['a', 'b']);
    expect(deliveries[0]?.error?.message).toContain('closed before the record was delivered');
    expect(() => producer.append(record('c'), 'c')).toThrow(/closed/);
  });
});
