import { deleteRecordsApi, describeProducersApi, errorCodes, listOffsetsApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(2);
  cluster.leaders.set('t', [1, 2, 1, -1]);
});

afterEach(() => cluster.stop());

const places = (...numbers: number[]) => numbers.map((partition) => ({ topic: 't', partition }));

function answerOffsets(offset: bigint, codes: Readonly<Record<number, number>> = {}): void {
  cluster.onAll(listOffsetsApi, ({ topics }) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: codes[partitionIndex] ?? 0,
        offset,
        timestamp: 5n,
      })),
    })),
  }));
}

describe('offsets of partitions', () => {
  it('come from their leaders, in the order of what was asked', async () => {
    answerOffsets(12n);
    const queries = places(1, 0, 2).map((one) => ({ ...one, at: 'latest' as const }));
    const outcomes = await cluster.admin().partitions.findOffsets(queries, 'read_committed');
    expect(outcomes).toEqual(
      places(1, 0, 2).map((one) => ({ ...one, result: { offset: 12, timestampMs: 5, leaderEpoch: null } })),
    );
    const asked = cluster
      .requestsOf(listOffsetsApi)
      .map((requests) =>
        requests.map(({ topics }) =>
          topics.map(({ partitions }) => partitions.map((one) => one.partitionIndex)),
        ),
      );
    expect(asked).toEqual([[[[0, 2]]], [[[1]]]]);
    expect(cluster.broker(1).requestsOf(listOffsetsApi)[0]?.isolationLevel).toBe(1);
  });

  it('are asked of the new leader when the leader has moved', async () => {
    answerOffsets(1n);
    cluster.broker(1).once(listOffsetsApi, () => {
      cluster.leaders.set('t', [2, 2, 1, -1]);
      return {
        topics: [
          {
            name: 't',
            partitions: [
              { partitionIndex: 0, errorCode: errorCodes.NOT_LEADER_OR_FOLLOWER },
              { partitionIndex: 2, errorCode: 0, offset: 9n },
            ],
          },
        ],
      };
    });
    expect(await cluster.admin().listOffsets(places(0, 2), 'earliest')).toEqual([1, 9]);
    expect(cluster.requestsOf(listOffsetsApi).map(({ length }) => length)).toEqual([1, 1]);
  });

  it('do not hide each other: those that can be found are there beside the errors', async () => {
    answerOffsets(4n, { 1: errorCodes.TOPIC_AUTHORIZATION_FAILED });
    const queries = [...places(0, 1, 3), { topic: 'x', partition: 0 }].map((one) => ({
      ...one,
      at: { timestampMs: 7 },
    }));
    // No time for a second attempt, and enough for the first on the slowest machine.
    const admin = cluster.admin({
      'default.api.timeout.ms': '5000',
      'retry.backoff.ms': '20000',
      'retry.backoff.max.ms': '20000',
    });
    const results = (await admin.partitions.findOffsets(queries)).map(({ result }) => result);
    expect(results).toEqual([
      expect.objectContaining({ offset: 4 }),
      expect.objectContaining({ errorName: 'TOPIC_AUTHORIZATION_FAILED', topic: 't', partition: 1 }),
      expect.objectContaining({ errorName: 'LEADER_NOT_AVAILABLE', topic: 't', partition: 3 }),
      expect.objectContaining({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', topic: 'x' }),
    ]);
  });

  it('are not waited for as long as that where a topic is not known', async () => {
    const begun = performance.now();
    await expect(
      cluster
        .admin({ 'default.api.timeout.ms': '15000' })
        .listOffsets([{ topic: 'x', partition: 0 }], 'latest'),
    ).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION' });
    const tookMs = performance.now() - begun;
    expect(tookMs).toBeGreaterThan(1900);
    expect(tookMs).toBeLessThan(6000);
  });

  it('are refused where an old broker would take a name for a time', async () => {
    answerOffsets(1n);
    cluster.limit(listOffsetsApi, 6);
    const query = { topic: 't', partition: 0, at: 'max-timestamp' as const };
    expect((await cluster.admin().partitions.findOffsets([query]))[0]?.result).toMatchObject({
      errorName: 'UNSUPPORTED_VERSION',
      message: 'The broker cannot find the offset max-timestamp: this needs Kafka 3.0 or later',
    });
    expect(cluster.broker(1).requestsOf(listOffsetsApi)).toEqual([]);
  });

  it('are an error where they cannot be represented exactly', async () => {
    answerOffsets(2n ** 60n + 1n);
    await expect(cluster.admin().listOffsets(places(0), 'latest')).rejects.toThrow(
      'an offset of t-0 is 1152921504606846977, beyond what can be represented exactly',
    );
  });
});

describe('what stands in partitions', () => {
  it('is deleted up to an offset, or to the end', async () => {
    cluster.onAll(deleteRecordsApi, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, offset }) => ({
          partitionIndex,
          lowWatermark: offset === -1n ? 99n : offset,
          errorCode: offset === 1000n ? errorCodes.OFFSET_OUT_OF_RANGE : 0,
        })),
      })),
    }));
    const outcomes = await cluster.admin().partitions.deleteRecords([
      { topic: 't', partition: 0, before: 5 },
      { topic: 't', partition: 1, before: 'high-watermark' },
      { topic: 't', partition: 2, before: 1000 },
    ]);
    expect(outcomes.map(({ result }) => result)).toEqual([
      5,
      99,
      expect.objectContaining({ errorName: 'OFFSET_OUT_OF_RANGE' }),
    ]);
  });

  it('was written by producers that their leaders remember', async () => {
    cluster.onAll(describeProducersApi, ({ topics }) => ({
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: 0,
          activeProducers: [
            { producerId: 2n ** 61n, producerEpoch: 4, coordinatorEpoch: -1, currentTxnStartOffset: 8n },
          ],
        })),
      })),
    }));
    expect(await cluster.admin().partitions.describeProducers(places(1))).toEqual([
      {
        topic: 't',
        partition: 1,
        result: [
          {
            producerId: 2n ** 61n,
            producerEpoch: 4,
            lastSequence: null,
            lastTimestampMs: null,
            coordinatorEpoch: null,
            transactionStartOffset: 8,
          },
        ],
      },
    ]);
  });
});
