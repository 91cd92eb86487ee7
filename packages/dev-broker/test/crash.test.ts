import {
  createTopicsApi,
  fetchApi,
  iterateBatches,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
  produceApi,
  RecordBatchBuilder,
} from '@sluice/kafka-protocol';
import { makeTempFolder, type TempFolder } from '@sluice/testing-services';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawClient } from '../src/network/fixtures/raw-client.ts';
import { BrokerProcess } from './broker-process.ts';

const requestsUnderWay = 5;
const recordsPerBatch = 200;
const recordBytes = 100;
// How often the broker is killed, and how many records have to be acknowledged by then at least.
const kills = Number(process.env['SLUICE_CRASH_KILLS'] ?? 5);
const minRecords = Number(process.env['SLUICE_CRASH_RECORDS'] ?? 10_000);

let folder: TempFolder;
let broker: BrokerProcess;

beforeEach(async () => {
  folder = await makeTempFolder('dev-broker-crash');
  broker = await BrokerProcess.start(folder.path);
});

afterEach(async () => {
  await broker.kill();
  await folder.remove();
});

async function createTopic(): Promise<void> {
  const client = await RawClient.connect(broker.port);
  const configs = [{ name: 'segment.bytes', value: '1048576' }];
  await client.call(createTopicsApi, 7, {
    topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs }],
  });
  client.close();
}

/** A batch of numbered records. */
function numberedBatch(first: number): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000 });
  for (let index = 0; index < recordsPerBatch; index += 1) {
    builder.append({ timestamp: Date.now(), key: null, value: String(first + index).padEnd(recordBytes) });
  }
  return builder.finish();
}

interface Acknowledged {
  readonly first: number;
  readonly baseOffset: number;
}

/** Sends batch after batch, several under way, until the connection ends. Tells what is acknowledged. */
async function produceUntilCut(from: number, onAcknowledged: (each: Acknowledged) => void): Promise<void> {
  const client = await RawClient.connect(broker.port);
  let next = from;
  const sent: number[] = [];
  const send = (): void => {
    sent.push(next);
    const partitionData = [{ index: 0, records: numberedBatch(next) }];
    next += recordsPerBatch;
    client.send(produceApi, 9, { acks: -1, timeoutMs: 1000, topicData: [{ name: 't', partitionData }] });
  };
  for (let count = 0; count < requestsUnderWay; count += 1) send();
  for (;;) {
    const answer = await client.receive(produceApi, 9).catch(() => null);
    const result = answer?.responses[0]?.partitionResponses[0];
    const first = sent.shift();
    if (result === undefined || first === undefined) return;
    expect(result.errorCode).toBe(0);
    onAcknowledged({ first, baseOffset: Number(result.baseOffset) });
    send();
  }
}

/** All records: what number stands at which offset. */
async function readAll(): Promise<Map<number, number>> {
  const client = await RawClient.connect(broker.port);
  const numbers = new Map<number, number>();
  for (let offset = 0; ;) {
    const partitions = [{ partition: 0, fetchOffset: BigInt(offset), partitionMaxBytes: 4_000_000 }];
    const answer = await client.call(fetchApi, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      topics: [{ topic: 't', partitions }],
    });
    const result = answer.responses[0]?.partitions[0];
    expect(result?.errorCode).toBe(0);
    if (BigInt(offset) === result?.highWatermark) break;
    for (const batch of iterateBatches(result?.records ?? Buffer.alloc(0))) {
      expect([batch.verifyCrc(), Number(batch.baseOffset)]).toEqual([true, offset]);
      const cursor = batch.records();
      while (cursor.next()) numbers.set(cursor.offsetNumber, Number(cursor.value?.toString()));
      offset = Number(batch.lastOffset) + 1;
    }
  }
  client.close();
  return numbers;
}

describe('a broker that is killed while records arrive', () => {
  it(
    'has every acknowledged record at its offset when it comes back, time and again',
    { timeout: 600_000 },
    async () => {
      await createTopic();
      const acknowledged: Acknowledged[] = [];
      const recordsPerRound = minRecords / kills;
      for (let round = 0; round < kills; round += 1) {
        const enough = acknowledged.length + recordsPerRound / recordsPerBatch;
        const producing = produceUntilCut(round * 10_000_000, (each) => acknowledged.push(each));
        await expect
          .poll(() => acknowledged.length, { timeout: 60_000, interval: 5 })
          .toBeGreaterThan(enough);
        await sleep(Math.random() * 50);
        await broker.kill();
        await producing;
        broker = await BrokerProcess.start(folder.path);
      }
      const numbers = await readAll();
      expect(acknowledged.length * recordsPerBatch).toBeGreaterThanOrEqual(minRecords);
      const lost: number[] = [];
      for (const { first, baseOffset } of acknowledged) {
        for (let index = 0; index < recordsPerBatch; index += 1) {
          if (numbers.get(baseOffset + index) !== first + index) lost.push(first + index);
        }
      }
      expect(lost).toEqual([]);
    },
  );

  it('cuts off what was not written to its end, and says so', async () => {
    await createTopic();
    const client = await RawClient.connect(broker.port);
    const partitionData = [{ index: 0, records: numberedBatch(0) }];
    await client.call(produceApi, 9, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 't', partitionData }],
    });
    client.close();
    await broker.kill();
    const [topicFolder = ''] = await readdir(join(folder.path, 'topics'));
    const log = join(folder.path, 'topics', topicFolder, '0', '00000000000000000000.log');
    await appendFile(log, numberedBatch(recordsPerBatch).subarray(0, 10_000));
    broker = await BrokerProcess.start(folder.path);
    expect([...(await readAll()).values()]).toEqual(
      Array.from({ length: recordsPerBatch }, (_each, index) => index),
    );
    expect(broker.warnings).toEqual(['an unfinished write at the end of a log was cut off']);
  });

  it('still has its topics, their ids and the committed offsets', async () => {
    await createTopic();
    const client = await RawClient.connect(broker.port);
    const before = await client.call(metadataApi, 12, { topics: null });
    for (let offset = 1; offset <= 100; offset += 1) {
      const partitions = [{ partitionIndex: 0, committedOffset: BigInt(offset), committedMetadata: null }];
      await client.call(offsetCommitApi, 8, {
        groupId: 'g',
        memberId: '',
        topics: [{ name: 't', partitions }],
      });
    }
    await broker.kill();
    broker = await BrokerProcess.start(folder.path, broker.port);
    const again = await RawClient.connect(broker.port);
    expect(await again.call(metadataApi, 12, { topics: null })).toEqual(before);
    const { topics } = await again.call(offsetFetchApi, 7, { groupId: 'g', topics: null });
    expect(topics[0]?.partitions[0]?.committedOffset).toBe(100n);
    again.close();
  });
});

describe('a broker that starts', () => {
  it('refuses a port that is taken, and says what to do', async () => {
    const other = await makeTempFolder('dev-broker-other');
    await expect(BrokerProcess.start(other.path, broker.port)).rejects.toThrow(
      `Port ${broker.port} on 127.0.0.1 is in use: stop what listens there, or choose another port.`,
    );
    expect(await readdir(other.path)).not.toContain('lock.json');
    await other.remove();
  });

  it('refuses a folder that another has, and takes it once that was killed', async () => {
    await expect(BrokerProcess.start(folder.path)).rejects.toThrow(
      `${folder.path} is in use by a broker in process`,
    );
    await broker.kill();
    broker = await BrokerProcess.start(folder.path);
    await broker.stop();
    expect(await readdir(folder.path)).not.toContain('lock.json');
  });
});
