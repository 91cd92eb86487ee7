import {
  errorCodes,
  listOffsetsApi,
  offsetCommitApi,
  offsetFetchApi,
  type RequestOf,
  type ResponseInputOf,
} from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { parseConsumerSettings } from '../settings/consumer-settings.ts';
import { Consumer } from './consumer.ts';

let broker: LogBroker;
let consumer: Consumer;

const partition = { topic: 't', partition: 0 };
const beyond = 9_007_199_254_740_993n;

beforeEach(async () => {
  broker = await LogBroker.start({ t: 1 });
  const properties = {
    'bootstrap.servers': broker.script.address,
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'default.api.timeout.ms': '2000',
    'retry.backoff.ms': '5',
  };
  consumer = new Consumer(parseConsumerSettings(properties).settings);
});

afterEach(async () => {
  await consumer.close(100);
  await broker.stop();
});

type Listed = { readonly offset: bigint; readonly timestamp?: bigint };

function tellOffset(listed: Listed): void {
  broker.script.on(listOffsetsApi, ({ topics }) => ({
    topics: topics.map(({ name }) => ({
      name,
      partitions: [{ partitionIndex: 0, errorCode: errorCodes.NONE, ...listed }],
    })),
  }));
}

function tellCommitted(offset: bigint) {
  return ({ groups }: RequestOf<typeof offsetFetchApi>): ResponseInputOf<typeof offsetFetchApi> => ({
    groups: groups.map(({ groupId }) => ({
      groupId,
      errorCode: errorCodes.NONE,
      topics: [
        {
          name: 't',
          partitions: [{ partitionIndex: 0, committedOffset: offset, metadata: '', errorCode: 0 }],
        },
      ],
    })),
  });
}

describe('offsets that a broker tells', () => {
  const withoutAnswer: [what: string, forget: () => void][] = [
    ['passes the partition over', () => broker.script.on(listOffsetsApi, () => ({ topics: [] }))],
    ['says that the log has no end', () => tellOffset({ offset: -1n })],
  ];

  it.each(withoutAnswer)('are not made up where it %s', async (_what, forget) => {
    broker.script.on(offsetFetchApi, tellCommitted(-1n));
    forget();
    const message = `Kafka at ${broker.script.address}: Find an offset of t-0: UNKNOWN_SERVER_ERROR (the response does not tell it)`;
    await expect(consumer.endOffsets([partition])).rejects.toMatchObject({ message });
    consumer.assign([partition]);
    await expect(consumer.poll(2000)).rejects.toMatchObject({ message });
  });

  it('may be none for a time', async () => {
    expect(await consumer.offsetsForTimes([{ ...partition, timestampMs: 5 }])).toEqual([null]);
  });

  it('are exact, or an error says which number is not', async () => {
    tellOffset({ offset: beyond });
    await expect(consumer.endOffsets([partition])).rejects.toMatchObject({
      message: `an offset of t-0 is ${beyond}, beyond what can be represented exactly`,
      ...partition,
    });
    tellOffset({ offset: 3n, timestamp: beyond });
    await expect(consumer.offsetsForTimes([{ ...partition, timestampMs: 5 }])).rejects.toThrow(
      `a timestamp of t-0 is ${beyond}`,
    );
    broker.script.on(offsetFetchApi, tellCommitted(beyond));
    await expect(consumer.committed([partition])).rejects.toThrow(`the committed offset of t-0 is ${beyond}`);
  });
});

describe('offsets and times that a consumer is given', () => {
  it.each([-1, -2, 0.5, Number.NaN])(
    'are refused where they are %d, which brokers would take for another thing',
    async (number) => {
      await expect(consumer.offsetsForTimes([{ ...partition, timestampMs: number }])).rejects.toThrow(
        RangeError,
      );
      await expect(consumer.commit([{ ...partition, offset: number }])).rejects.toThrow(
        `${number} is no offset to commit for t-0`,
      );
      expect(broker.script.requestsOf(listOffsetsApi)).toEqual([]);
      expect(broker.script.requestsOf(offsetCommitApi)).toEqual([]);
    },
  );
});
