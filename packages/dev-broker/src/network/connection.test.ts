import {
  apiVersionsApi,
  encodeRequest,
  fetchApi,
  listGroupsApi,
  metadataApi,
  produceApi,
  zeroUuid,
} from '@sluice/kafka-protocol';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDevBroker, type DevBroker } from '../index.ts';
import { makeBatch } from '../log/fixtures/make-batch.ts';
import { RawClient } from './fixtures/raw-client.ts';

let broker: DevBroker;
let warnings: string[];
let client: RawClient;

beforeEach(async () => {
  warnings = [];
  const log = {
    info: () => undefined,
    warn: (_fields: object, message: string) => warnings.push(message),
    error: () => undefined,
  };
  broker = await startDevBroker({ log });
  client = await RawClient.connect(broker.port);
});

afterEach(async () => {
  client.close();
  await broker.stop();
});

function ask(from: RawClient): Promise<{ errorCode: number }> {
  return from.call(apiVersionsApi, 0, {});
}

function produceTo(topic: string, value: string): Parameters<typeof produceApi.request.write>[2] {
  const { bytes } = makeBatch({ values: [value] });
  return {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index: 0, records: bytes }] }],
  };
}

function fetchFrom(topic: string, maxWaitMs: number): Parameters<typeof fetchApi.request.write>[2] {
  const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }];
  return { maxWaitMs, minBytes: 1, topics: [{ topic, partitions }] };
}

async function createTopic(name: string): Promise<void> {
  await client.call(metadataApi, 12, { topics: [{ topicId: zeroUuid, name }] });
}

describe('a connection', () => {
  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['TLS', Buffer.from('16030100f5010000f10303', 'hex')],
    ['a negative size', Buffer.from('ffffffff00', 'hex')],
    ['a message that ends within its header', Buffer.from('000000020000', 'hex')],
    ['an unknown API', Buffer.from('0000000a03e70000000000010000', 'hex')],
    ['an unknown version', Buffer.from('0000000a00000063000000010000', 'hex')],
    [
      'a body that is none',
      Buffer.concat([Buffer.from('0000004a0003000c00000001ffff00', 'hex'), Buffer.alloc(64, 0xee)]),
    ],
    ['noise', Buffer.concat([Buffer.from('00000400', 'hex'), randomBytes(1024)])],
  ])('is closed when it gets %s, and no other with it', async (_name, garbage) => {
    const stranger = await RawClient.connect(broker.port);
    stranger.write(garbage);
    expect(await stranger.nextMessage()).toBeNull();
    expect((await ask(client)).errorCode).toBe(0);
    expect(warnings).toEqual(['a connection is closed because a request on it could not be answered']);
  });

  it('learns which versions there are when it asks in one that there is not', async () => {
    const request = encodeRequest(apiVersionsApi, { version: 4, correlationId: 1, clientId: null, body: {} });
    request.writeInt16BE(99, 6);
    client.write(request);
    const answer = await client.receive(apiVersionsApi, 99);
    expect(answer.errorCode).toBe(35);
    expect(answer.apiKeys.find(({ apiKey }) => apiKey === 18)).toEqual({
      apiKey: 18,
      minVersion: 0,
      maxVersion: 4,
    });
  });

  it('takes requests in pieces of any size', async () => {
    const request = encodeRequest(listGroupsApi, { version: 4, correlationId: 1, clientId: 'x', body: {} });
    for (const byte of request) client.write(Buffer.of(byte));
    expect((await client.receive(listGroupsApi, 4)).errorCode).toBe(0);
  });

  it('answers in the order of the requests, a waiting one before those behind it', async () => {
    await createTopic('t');
    client.send(fetchApi, 11, fetchFrom('t', 50));
    client.send(listGroupsApi, 4, {});
    client.send(apiVersionsApi, 0, {});
    expect((await client.receive(fetchApi, 11)).responses[0]?.partitions[0]?.errorCode).toBe(0);
    expect((await client.receive(listGroupsApi, 4)).groups).toEqual([]);
    expect((await client.receive(apiVersionsApi, 0)).errorCode).toBe(0);
  });

  it('writes produce requests that come without a pause in their order', async () => {
    await createTopic('t');
    const count = 200;
    for (let index = 0; index < count; index += 1) client.send(produceApi, 9, produceTo('t', String(index)));
    for (let index = 0; index < count; index += 1) {
      const { responses } = await client.receive(produceApi, 9);
      expect(responses[0]?.partitionResponses[0]).toMatchObject({ errorCode: 0, baseOffset: BigInt(index) });
    }
  });

  it('gets no answer where it wants none, and the next request gets its own', async () => {
    await createTopic('t');
    client.send(produceApi, 9, { ...produceTo('t', 'x'), acks: 0 });
    expect((await ask(client)).errorCode).toBe(0);
    const { responses } = await client.call(fetchApi, 11, fetchFrom('t', 1000));
    expect(responses[0]?.partitions[0]?.highWatermark).toBe(1n);
  });

  it('is closed when records are refused for which no answer is wanted', async () => {
    client.send(produceApi, 9, { ...produceTo('absent', 'x'), acks: 0 });
    expect(await client.nextMessage()).toBeNull();
  });

  it('leaves nothing behind when it ends while it waits', async () => {
    await createTopic('t');
    const waiting = await RawClient.connect(broker.port);
    waiting.send(fetchApi, 11, fetchFrom('t', 600_000));
    waiting.close();
    client.send(fetchApi, 11, fetchFrom('t', 600_000));
    const stopped = broker.stop();
    expect(await client.nextMessage()).toBeNull();
    await stopped;
  });
});
