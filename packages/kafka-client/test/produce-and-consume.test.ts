import { afterEach, describe, expect, inject, it } from 'vitest';
import type { FetchedPartition } from '../src/fetch/buffer/fetched-records.ts';
import { readRecords, RealClients, uniqueName } from '../testing/real-clients.ts';

const clients = new RealClients(inject('kafka').bootstrapServers);

afterEach(() => clients.closeAll());

function everythingIn(part: FetchedPartition): unknown[][] {
  const cursor = part.records();
  const records: unknown[][] = [];
  while (cursor.next()) {
    const { offset, timestampMs, key, value, headers } = cursor;
    records.push([offset, timestampMs, key, value, headers]);
  }
  return records;
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);

async function produceAll(
  topic: string,
  values: readonly string[],
  properties: Record<string, string> = {},
): Promise<number[]> {
  const producer = clients.producer<number>(properties);
  const offsets: number[] = [];
  producer.onDelivered = ({ baseOffset, attachments, error }) => {
    if (error !== null) throw error;
    for (const [index, attachment] of attachments.entries()) offsets[attachment] = baseOffset + index;
  };
  await producer.prepare(topic);
  for (const [index, value] of values.entries()) {
    const record = { topic, partition: null, timestampMs: null, key: null, value };
    while (!producer.append(record, index)) await producer.drained();
  }
  await producer.flush();
  return offsets;
}

describe('producer and consumer on Kafka', () => {
  it('carry 100,000 records through one partition in order, with exact offsets', async () => {
    const topic = await clients.topic();
    const values = numbers(100_000);
    const offsets = await produceAll(topic, values, { 'max.in.flight.requests.per.connection': '1' });
    expect(offsets).toEqual(values.map((_, index) => index));
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    const records = await readRecords(consumer, values.length);
    expect(records.map(({ value }) => value)).toEqual(values);
    expect(records.at(-1)?.offset).toBe(99_999);
  });

  it('keep the order within each partition, idempotent with five requests under way', async () => {
    const topic = await clients.topic(5);
    await produceAll(topic, numbers(100_000), { 'linger.ms': '1' });
    const consumer = clients.consumer({ 'max.poll.records': '5000' });
    consumer.assign([0, 1, 2, 3, 4].map((partition) => ({ topic, partition })));
    const records = await readRecords(consumer, 100_000);
    expect(new Set(records.map(({ value }) => value)).size).toBe(100_000);
    for (let partition = 0; partition < 5; partition += 1) {
      const order = records
        .filter((one) => one.partition === partition)
        .map(({ value }) => Number(value?.slice(1)));
      expect(order.length).toBeGreaterThan(10_000);
      expect(order).toEqual([...order].sort((left, right) => left - right));
    }
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'carry everything of a record, compressed with %s',
    async (codec) => {
      const topic = await clients.topic();
      const producer = clients.producer({ 'compression.type': codec });
      await producer.prepare(topic);
      const place = { topic, partition: 0 };
      const text = 'täglich '.repeat(1000);
      producer.append(
        {
          ...place,
          timestampMs: 1234,
          key: Buffer.from([0, 255]),
          value: text,
          headers: [
            { key: 'ä', value: Buffer.from([1]) },
            { key: '', value: null },
          ],
        },
        undefined,
      );
      producer.append({ ...place, timestampMs: 1, key: null, value: null }, undefined);
      producer.append({ ...place, timestampMs: 99_999_999_999, key: '', value: new Uint8Array() }, undefined);
      await producer.flush();
      const consumer = clients.consumer();
      consumer.assign([place]);
      const [part] = (await consumer.poll(10_000)).partitions;
      expect(part && everythingIn(part)).toEqual([
        [
          0,
          1234,
          Buffer.from([0, 255]),
          Buffer.from(text),
          [
            { key: 'ä', value: Buffer.from([1]) },
            { key: '', value: null },
          ],
        ],
        [1, 1, null, null, []],
        [2, 99_999_999_999, Buffer.alloc(0), Buffer.alloc(0), []],
      ]);
    },
  );

  it('tell the time that the broker gave, where it gives one', async () => {
    const topic = await clients.topic(1, { 'message.timestamp.type': 'LogAppendTime' });
    const producer = clients.producer();
    const times: number[] = [];
    producer.onDelivered = ({ logAppendTimeMs }) => times.push(logAppendTimeMs);
    await producer.prepare(topic);
    producer.append({ topic, partition: 0, timestampMs: 5, key: null, value: 'a' }, undefined);
    await producer.flush();
    expect(times[0]).toBeGreaterThan(Date.now() - 60_000);
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    const cursor = (await consumer.poll(10_000)).partitions[0]?.records();
    cursor?.next();
    expect([cursor?.timestampMs, cursor?.timestampType]).toEqual([times[0], 'log-append-time']);
  });

  it('bring a record larger than every fetch limit', async () => {
    const topic = await clients.topic();
    await produceAll(topic, ['small', 'x'.repeat(500_000), 'after']);
    const consumer = clients.consumer({ 'max.partition.fetch.bytes': '1000', 'fetch.max.bytes': '1000' });
    consumer.assign([{ topic, partition: 0 }]);
    const records = await readRecords(consumer, 3);
    expect(records.map(({ value }) => value?.length)).toEqual([5, 500_000, 5]);
  });

  it('split what the topic finds too large, and report the record that cannot be split', async () => {
    const topic = await clients.topic(1, { 'max.message.bytes': '3000' });
    const producer = clients.producer<string>({ 'batch.size': '100000', 'linger.ms': '100' });
    const failed: string[] = [];
    producer.onDelivered = ({ attachments, error }) => {
      if (error !== null) failed.push(...attachments.map((attachment) => `${attachment} ${error.errorName}`));
    };
    await producer.prepare(topic);
    for (let index = 0; index < 300; index += 1) {
      const value = index === 150 ? 'x'.repeat(5000) : `${index}`.padEnd(100, '.');
      producer.append({ topic, partition: 0, timestampMs: null, key: null, value }, String(index));
    }
    await producer.flush();
    expect(failed).toEqual(['150 MESSAGE_TOO_LARGE']);
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    const numbersRead = (await readRecords(consumer, 299)).map(({ value }) =>
      Number.parseInt(value ?? '', 10),
    );
    expect(numbersRead).toEqual(
      Array.from({ length: 300 }, (_, index) => index).filter((index) => index !== 150),
    );
  });

  it('create a topic on the first record, where the broker allows it', async () => {
    const topic = uniqueName('auto');
    await produceAll(topic, ['a']);
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    expect(await readRecords(consumer, 1)).toHaveLength(1);
  });

  it('go on with what comes after old records were deleted', async () => {
    const topic = await clients.topic();
    await produceAll(topic, numbers(10));
    const consumer = clients.consumer();
    consumer.assign([{ topic, partition: 0 }]);
    consumer.seek({ topic, partition: 0 }, 4);
    expect((await readRecords(consumer, 6)).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
  });
});

describe('a consumer on Kafka', () => {
  it('finds offsets and topics that it does not read', async () => {
    const topic = await clients.topic(2);
    const producer = clients.producer();
    await producer.prepare(topic);
    for (const timestampMs of [1000, 2000, 3000])
      producer.append({ topic, partition: 1, timestampMs, key: null, value: 'x' }, undefined);
    await producer.flush();
    const consumer = clients.consumer();
    const places = [0, 1].map((partition) => ({ topic, partition }));
    expect(await consumer.beginningOffsets(places)).toEqual([0, 0]);
    expect(await consumer.endOffsets(places)).toEqual([0, 3]);
    const times = places.map((place) => ({ ...place, timestampMs: 1500 }));
    const [none, found] = await consumer.offsetsForTimes(times);
    expect(none).toBeNull();
    expect(found).toMatchObject({ offset: 1, timestampMs: 2000 });
    expect(await consumer.partitionsFor(topic)).toHaveLength(2);
    expect((await consumer.listTopics()).map(({ name }) => name)).toContain(topic);
  });

  it('begins at the records of the last hour, or behind all that are older', async () => {
    const topic = await clients.topic(2);
    const producer = clients.producer();
    await producer.prepare(topic);
    const hourMs = 3_600_000;
    for (const [partition, age] of [
      [0, 3],
      [0, 0.5],
      [0, 0],
      [1, 3],
    ] as const) {
      const timestampMs = Date.now() - age * hourMs;
      producer.append({ topic, partition, timestampMs, key: null, value: String(age) }, undefined);
      await producer.flush();
    }
    const consumer = clients.consumer({ 'auto.offset.reset': 'by_duration:PT1H' });
    const [first, second] = [0, 1].map((partition) => ({ topic, partition }));
    if (first === undefined || second === undefined) throw new Error('no partitions');
    consumer.assign([first, second]);
    expect(await Promise.all([consumer.position(first), consumer.position(second)])).toEqual([1, 1]);
  });

  it('goes on with the new topic when the old one was deleted and made anew', async () => {
    const topic = await clients.topic();
    await produceAll(topic, numbers(10));
    // The consumer must not be the one who makes the topic anew.
    const consumer = clients.consumer({
      'metadata.max.age.ms': '1000',
      'allow.auto.create.topics': 'false',
    });
    consumer.assign([{ topic, partition: 0 }]);
    expect(await readRecords(consumer, 10)).toHaveLength(10);
    const admin = clients.admin();
    await admin.deleteTopic(topic);
    await expect
      .poll(() => admin.createTopic({ name: topic, partitions: 1 }).then(() => 'made', String), {
        timeout: 20_000,
      })
      .toBe('made');
    await produceAll(topic, ['new 1', 'new 2']);
    expect((await readRecords(consumer, 2)).map(({ value }) => value)).toEqual(['new 1', 'new 2']);
  });
});

describe('the admin client on Kafka', () => {
  it('describes the cluster and its topics', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(3, { 'retention.ms': '123456' });
    const cluster = await admin.describeCluster();
    expect(cluster.clusterId).toMatch(/^[\w-]{22}$/);
    expect(cluster.brokers.length).toBeGreaterThan(0);
    expect(await admin.listTopics()).toContain(topic);
    expect((await admin.describeTopic(topic)).partitions.map(({ partition }) => partition)).toEqual([
      0, 1, 2,
    ]);
    expect((await admin.describeTopicConfigs(topic)).get('retention.ms')).toBe('123456');
  });

  it('finds offsets by place and by time', async () => {
    const topic = await clients.topic();
    const producer = clients.producer();
    await producer.prepare(topic);
    for (const timestampMs of [1000, 2000, 3000])
      producer.append({ topic, partition: 0, timestampMs, key: null, value: 'x' }, undefined);
    await producer.flush();
    const admin = clients.admin();
    const partition = { topic, partition: 0 };
    expect(await admin.listOffsets([partition], 'earliest')).toEqual([0]);
    expect(await admin.listOffsets([partition], 'latest')).toEqual([3]);
    expect(await admin.listOffsets([partition], { timestampMs: 1500 })).toEqual([1]);
    expect(await admin.listOffsets([partition], { timestampMs: 5000 })).toEqual([null]);
  });

  it('says why a topic cannot be made, described or deleted', async () => {
    const admin = clients.admin();
    const topic = await clients.topic();
    await expect(admin.createTopic({ name: topic })).rejects.toMatchObject({
      errorName: 'TOPIC_ALREADY_EXISTS',
      topic,
    });
    await expect(admin.createTopic({ name: 'a/b' })).rejects.toMatchObject({
      errorName: 'INVALID_TOPIC_EXCEPTION',
    });
    await expect(admin.createTopic({ name: uniqueName('x'), replicationFactor: 9 })).rejects.toMatchObject({
      errorName: 'INVALID_REPLICATION_FACTOR',
    });
    await admin.deleteTopic(topic);
    await expect
      .poll(() => admin.describeTopic(topic).catch((error: Error) => error.message))
      .toContain('UNKNOWN_TOPIC_OR_PARTITION');
    await expect(admin.deleteTopic(topic)).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });
});
