import { fetchApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchOf, LogReader, readValues, series, valuesIn } from '../../testing/log-reader.ts';

let reader: LogReader;

const first = { topic: 't', partition: 0 };
const second = { topic: 't', partition: 1 };
const third = { topic: 't', partition: 2 };

beforeEach(async () => {
  reader = await LogReader.start({ t: 3 });
});

afterEach(() => reader.stop());

describe('fetching', () => {
  it('keeps a session with the broker, and tells it only what has changed', async () => {
    const { broker } = reader;
    reader.write(0, 5);
    broker.append('t', 1, batchOf(100, 5));
    const consumer = reader.consumer();
    consumer.assign([first, second, third]);
    await readValues(consumer, 10);
    reader.write(5, 5);
    expect(await readValues(consumer, 5)).toEqual(series(5, 5));
    await consumer.poll(20);
    const [full, ...incremental] = broker.script.requestsOf(fetchApi);
    expect(full).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(full?.topics[0]?.partitions).toHaveLength(3);
    const epochs = incremental.map(({ sessionEpoch }) => sessionEpoch);
    expect(epochs).toEqual(epochs.map((_, index) => index + 1));
    const told = incremental.map(({ topics }) => topics.flatMap(({ partitions }) => partitions).length);
    expect(told.every((count) => count <= 2)).toBe(true);
    expect(told.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(3);
  });

  it('asks for as much, and waits as long, as the settings say', async () => {
    const consumer = reader.consumer({
      'fetch.min.bytes': '7',
      'fetch.max.bytes': '90000',
      'fetch.max.wait.ms': '30',
      'max.partition.fetch.bytes': '8000',
      'isolation.level': 'read_committed',
      'client.rack': 'r1',
    });
    consumer.assign([first, second]);
    const firstRequest = async () => {
      await consumer.poll(200);
      return reader.broker.script.requestsOf(fetchApi)[0];
    };
    await expect.poll(firstRequest).toBeDefined();
    const request = await firstRequest();
    expect(request).toMatchObject({
      minBytes: 7,
      maxWaitMs: 30,
      maxBytes: 16_000,
      isolationLevel: 1,
      rackId: 'r1',
    });
    const limits = request?.topics.flatMap(({ partitions }) =>
      partitions.map((one) => one.partitionMaxBytes),
    );
    expect(limits).toEqual([8000, 8000]);
  });

  it('goes on when the broker has forgotten the session, or has no room for one', async () => {
    const { broker } = reader;
    const consumer = reader.consumer();
    consumer.assign([first]);
    reader.write(0, 5);
    expect(await readValues(consumer, 5)).toEqual(series(0, 5));
    broker.sessions.forgetAll();
    broker.sessions.hasSlots = false;
    reader.write(5, 5);
    expect(await readValues(consumer, 5)).toEqual(series(5, 5));
    reader.write(10, 5);
    expect(await readValues(consumer, 5)).toEqual(series(10, 5));
    expect(broker.script.requestsOf(fetchApi).at(-1)).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
  });

  it('ends the session with the consumer', async () => {
    const consumer = reader.consumer();
    consumer.assign([first]);
    reader.write(0, 1);
    await readValues(consumer, 1);
    expect(reader.broker.sessions.count).toBe(1);
    await consumer.close();
    expect(reader.broker.sessions.count).toBe(0);
  });

  it('ends in time when the broker does not answer any more', async () => {
    const consumer = reader.consumer({ 'fetch.max.wait.ms': '10' });
    consumer.assign([first]);
    reader.write(0, 1);
    await readValues(consumer, 1);
    reader.broker.script.on(fetchApi, () => 'silence');
    await consumer.poll(50);
    const begun = performance.now();
    await consumer.close();
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('names topics by id, and by name to brokers that know no ids', async () => {
    reader.write(0, 3);
    const consumer = reader.consumer();
    consumer.assign([first]);
    await readValues(consumer, 3);
    const [byId] = reader.broker.script.requestsOf(fetchApi);
    expect(byId?.topics[0]).toMatchObject({ topic: '', topicId: reader.broker.topicId('t') });
    await consumer.close();
    reader.broker.script.limit(fetchApi, 11);
    const other = reader.consumer();
    other.assign([first]);
    expect(await readValues(other, 3)).toEqual(series(0, 3));
    const byName = reader.broker.script.received.filter(({ version }) => version === 11);
    expect(byName.map(({ body }) => (body as typeof byId)?.topics[0]?.topic)).toContain('t');
  });

  it('goes on with the new topic when the old one was deleted', async () => {
    reader.write(0, 5);
    const consumer = reader.consumer();
    consumer.assign([first]);
    expect(await readValues(consumer, 5)).toEqual(series(0, 5));
    reader.broker.recreate('t');
    reader.write(50, 3);
    // Where it stands is out of the range of the new one.
    expect(await readValues(consumer, 3)).toEqual(series(50, 3));
  });

  it('asks a broker for all its partitions at once, so that one without records does not hold up the others', async () => {
    for (let index = 0; index < 40; index += 1) reader.write(index * 500, 500);
    const consumer = reader.consumer({ 'max.partition.fetch.bytes': '20000', 'max.poll.records': '200' });
    consumer.assign([first, second]);
    expect(await readValues(consumer, 20_000)).toEqual(series(0, 20_000));
    const forgotten = reader.broker.script.requestsOf(fetchApi).map((one) => one.forgottenTopicsData);
    expect(forgotten.length).toBeGreaterThan(5);
    expect(forgotten.every((topics) => topics.length === 0)).toBe(true);
  });

  it('holds no more than fetch.max.bytes and a batch of each broker, whatever is fetched and paused', async () => {
    const maxBytes = 60_000;
    const { broker } = reader;
    const batch = batchOf(0, 300);
    for (let index = 0; index < 90; index += 1) broker.append('t', index % 3, batch);
    let sentBytes = 0;
    broker.script.on(fetchApi, async (request, version) => {
      const answer = await broker.fetch(request, version);
      for (const { partitions } of answer.responses)
        for (const { records } of partitions) sentBytes += records?.length ?? 0;
      return answer;
    });
    const consumer = reader.consumer({ 'fetch.max.bytes': String(maxBytes), 'max.poll.records': '100' });
    consumer.assign([first, second, third]);
    const held: number[] = [];
    let count = 0;
    while (count < 27_000) {
      const fetched = await consumer.poll(2000);
      if (fetched.recordCount === 0) break;
      count += fetched.recordCount;
      if (count === 3000) consumer.pause([second]);
      if (count >= 12_000) consumer.resume([second]);
      held.push(sentBytes - (count / 300) * batch.length);
    }
    expect(count).toBe(27_000);
    // Of each partition a part of a batch may have been handed out already.
    expect(Math.max(...held)).toBeLessThanOrEqual(maxBytes + 4 * batch.length);
  });

  it('keeps to what the program allows, which may change, what its last poll handed out included', async () => {
    const { broker } = reader;
    const batch = batchOf(0, 100);
    for (let index = 0; index < 60; index += 1) broker.append('t', 0, batch);
    let maxBytes = 4 * batch.length;
    const properties = { 'max.poll.records': '200', 'max.partition.fetch.bytes': String(60 * batch.length) };
    const consumer = reader.consumer(properties, { maxBytes: () => maxBytes });
    const used = (): number =>
      consumer.metrics().find(({ name }) => name === 'fetch-memory-used-bytes')?.value ?? 0;
    consumer.assign([first]);
    let count = (await consumer.poll(2000)).recordCount;
    // All that was fetched was handed out, and counts until the next poll.
    expect(used()).toBeGreaterThanOrEqual((count / 100) * batch.length);
    expect(used()).toBeLessThanOrEqual(5 * batch.length);
    const asked = (): number => Math.max(...broker.script.requestsOf(fetchApi).map((one) => one.maxBytes));
    expect(asked()).toBeLessThanOrEqual(maxBytes);
    maxBytes = 30 * batch.length;
    while (count < 6000) count += (await consumer.poll(2000)).recordCount;
    expect(asked()).toBeGreaterThan(4 * batch.length);
    expect(asked()).toBeLessThanOrEqual(maxBytes);
  });

  it('goes on with other partitions when those that are paused hold all the memory', async () => {
    const { broker } = reader;
    for (let index = 0; index < 20; index += 1) {
      broker.append('t', 0, batchOf(index * 100, 100));
      broker.append('t', 1, batchOf(index * 100, 100));
    }
    const consumer = reader.consumer({ 'fetch.max.bytes': '3000', 'max.poll.records': '10' });
    consumer.assign([first]);
    await consumer.poll(2000);
    consumer.pause([first]);
    consumer.assign([first, second]);
    const values = await readValues(consumer, 2000);
    expect(values).toEqual(series(0, 2000));
    consumer.resume([first]);
    expect(await readValues(consumer, 1990)).toEqual(series(10, 1990));
  });

  it('hands out the records before a corrupt batch, says where it is, and goes on behind it', async () => {
    reader.write(0, 3);
    const corrupt = batchOf(3, 3);
    corrupt[corrupt.length - 2] = (corrupt.at(-2) ?? 0) ^ 1;
    reader.broker.append('t', 0, corrupt);
    reader.write(6, 3);
    const consumer = reader.consumer();
    consumer.assign([first]);
    expect(valuesIn(await consumer.poll(2000))).toEqual(series(0, 3));
    const { address } = reader.broker.script;
    const failure = {
      errorName: 'CORRUPT_MESSAGE',
      broker: address,
      topic: 't',
      partition: 0,
      message: `Record batch of t-0 that ends at offset 5, from Kafka at ${address}, is corrupt: its checksum is wrong; to leave it out, go on at offset 6`,
    };
    await expect(consumer.poll(2000)).rejects.toMatchObject(failure);
    await expect(consumer.poll(2000)).rejects.toMatchObject(failure);
    expect(await consumer.position(first)).toBe(3);
    consumer.seek(first, 6);
    expect(await readValues(consumer, 3)).toEqual(series(6, 3));
  });

  it('reads on where check.crcs=false and the records can be told', async () => {
    const batch = batchOf(0, 3);
    batch.writeUInt32BE(1, 17);
    reader.broker.append('t', 0, batch);
    const consumer = reader.consumer({ 'check.crcs': 'false' });
    consumer.assign([first]);
    expect(await readValues(consumer, 3)).toEqual(series(0, 3));
  });

  it('does not take an answer without one whole batch for the end of the log', async () => {
    reader.write(0, 3);
    const { broker } = reader;
    const records = broker.log('t', 0).read(0, { maxBytes: 1000, atLeastOne: true }).subarray(0, 20);
    broker.script.once(fetchApi, async (request, version) => {
      const answer = await broker.fetch(request, version);
      const responses = answer.responses.map((topic) => ({
        ...topic,
        partitions: topic.partitions.map((one) => ({ ...one, records })),
      }));
      return { ...answer, responses };
    });
    const consumer = reader.consumer();
    consumer.assign([first]);
    await expect(consumer.poll(2000)).rejects.toThrow(
      `Kafka at ${broker.script.address} sent 20 bytes of t-0 with no whole record batch from offset 0 on`,
    );
    expect(await readValues(consumer, 3)).toEqual(series(0, 3));
  });

  it('begins at the first record that is young enough, or behind the last one (KIP-1106)', async () => {
    reader.write(0, 5);
    const consumer = reader.consumer({ 'auto.offset.reset': 'by_duration:PT1M' });
    consumer.assign([first]);
    // The records of this broker are of 1970.
    expect(await consumer.position(first)).toBe(5);
    reader.write(5, 2);
    expect(await readValues(consumer, 2)).toEqual(series(5, 2));
  });
});
