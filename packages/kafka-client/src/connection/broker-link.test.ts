import { createServer, type AddressInfo } from 'node:net';
import { apiVersionsApi, errorCodes, fetchApi, metadataApi, offsetFetchApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedBroker, type Reply } from '../../testing/scripted-broker.ts';
import { BrokerLink } from './broker-link.ts';
import { plaintext } from './channel-security.ts';
import { connectionMetrics } from './connection-metrics.ts';

let broker: ScriptedBroker;
let links: BrokerLink[];

beforeEach(async () => {
  links = [];
  broker = await ScriptedBroker.start();
  broker.on(metadataApi, () => ({ brokers: [], topics: [], clusterId: 'c' }));
});

afterEach(async () => {
  for (const link of links) link.close();
  await broker.stop();
});

function linkTo(port: number, settings: Record<string, number> = {}, host = '127.0.0.1'): BrokerLink {
  const link = new BrokerLink(
    { host, port },
    {
      settings: {
        'client.id': 'test',
        'request.timeout.ms': 1000,
        'socket.connection.setup.timeout.ms': 1000,
        'socket.connection.setup.timeout.max.ms': 1000,
        'connections.max.idle.ms': 60_000,
        ...settings,
      },
      security: plaintext,
      metrics: connectionMetrics('test-metrics'),
      remedy: 'check bootstrap.servers',
      backoff: { initialMs: 20, maxMs: 200, random: () => 0.5 },
    },
  );
  links.push(link);
  return link;
}

const askMetadata = (link: BrokerLink, timeoutMs?: number): Promise<{ clusterId: string | null }> =>
  link.request(metadataApi, { topics: [] }, timeoutMs);

describe('a link to a broker', () => {
  it('connects once for many requests, and matches responses with them', async () => {
    const link = linkTo(broker.port);
    const answers = await Promise.all([askMetadata(link), askMetadata(link), askMetadata(link)]);
    expect(answers.map(({ clusterId }) => clusterId)).toEqual(['c', 'c', 'c']);
    expect(broker.connectionCount).toBe(1);
  });

  it('uses the newest version that both sides speak', async () => {
    broker.once(apiVersionsApi, () => ({
      errorCode: 0,
      apiKeys: [{ apiKey: metadataApi.key, minVersion: 0, maxVersion: 7 }],
    }));
    await askMetadata(linkTo(broker.port));
    expect(broker.received.at(-1)?.version).toBe(7);
  });

  it('uses no version that names topics by id where that is not spoken yet', async () => {
    broker.on(offsetFetchApi, () => ({ groups: [] }));
    await linkTo(broker.port).request(offsetFetchApi, { groups: [] });
    expect(broker.received.at(-1)?.version).toBe(9);
  });

  it('asks an old broker for its versions in the version that it knows', async () => {
    broker.once(apiVersionsApi, () => oldVersionsResponse());
    await askMetadata(linkTo(broker.port));
    const versions = broker.received
      .filter(({ api }) => api === apiVersionsApi)
      .map(({ version }) => version);
    expect(versions).toEqual([4, 2]);
  });

  it('says which versions a broker lacks', async () => {
    broker.once(apiVersionsApi, () => ({
      errorCode: 0,
      apiKeys: [{ apiKey: fetchApi.key, minVersion: 0, maxVersion: 3 }],
    }));
    const link = linkTo(broker.port);
    await expect(link.request(fetchApi, { maxWaitMs: 0, minBytes: 0, topics: [] })).rejects.toThrow(
      `Kafka at ${broker.address} speaks Fetch in versions 0-3, this client in versions 4-18`,
    );
    await expect(askMetadata(link)).rejects.toThrow('speaks Metadata not at all');
  });

  it('says that nobody listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(askMetadata(linkTo(port))).rejects.toMatchObject({
      message: `Kafka at 127.0.0.1:${port} does not answer: connection refused; check bootstrap.servers`,
      errorName: 'NETWORK_EXCEPTION',
      retriable: true,
      broker: `127.0.0.1:${port}`,
    });
  });

  it.each([
    ['127.0.0.1', 99_999, /Port should be/],
    ['a\0b', 9092, /null bytes/],
  ])('refuses an address that is none, as brokers may tell: %j and port %i', async (host, port, reason) => {
    const failure = askMetadata(linkTo(port, {}, host));
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toMatchObject({ name: 'KafkaError', broker: `${host}:${port}` });
  });

  it('waits longer after every failure to connect', async () => {
    await broker.stop();
    const port = 1;
    const link = linkTo(port);
    const begun = performance.now();
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(askMetadata(link)).rejects.toThrow(/does not answer/);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(20 + 40 - 2);
    broker = await ScriptedBroker.start();
  });

  it('connects again when the broker has closed the connection', async () => {
    const link = linkTo(broker.port);
    await askMetadata(link);
    broker.disconnectAll();
    await expect.poll(() => link.isOpen).toBe(false);
    expect((await askMetadata(link)).clusterId).toBe('c');
    expect(broker.connectionCount).toBe(2);
  });

  it('leaves a connection that was idle for too long', async () => {
    const link = linkTo(broker.port, { 'connections.max.idle.ms': 5 });
    let ends = 0;
    link.onDisconnected = () => (ends += 1);
    await askMetadata(link);
    await expect.poll(() => link.isOpen).toBe(false);
    await expect.poll(() => broker.openConnections).toBe(0);
    await askMetadata(link);
    expect(broker.connectionCount).toBe(2);
    // Nothing is wrong that would have to be looked into.
    expect(ends).toBe(0);
  });

  it('keeps a connection on which an answer is awaited for long', async () => {
    const link = linkTo(broker.port, { 'connections.max.idle.ms': 5 });
    broker.once(metadataApi, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { brokers: [], topics: [], clusterId: 'late' };
    });
    expect((await askMetadata(link)).clusterId).toBe('late');
  });

  it('sends what was held back before what comes later', async () => {
    const { connection } = await linkTo(broker.port).connect();
    const ask = (name: string): Promise<unknown> =>
      connection.request(metadataApi, { topics: [{ name }] }, { version: 12, timeoutMs: 1000 });
    connection.hold();
    const held = [ask('first'), ask('second')];
    connection.release();
    await Promise.all([...held, ask('third')]);
    const names = broker.requestsOf(metadataApi).map(({ topics }) => topics?.[0]?.name);
    expect(names).toEqual(['first', 'second', 'third']);
  });

  it('fails what is under way when the broker hangs up', async () => {
    broker.on(metadataApi, () => 'disconnect');
    await expect(askMetadata(linkTo(broker.port))).rejects.toThrow(
      `Kafka at ${broker.address}: the connection was closed`,
    );
  });

  it('fails a request that gets no response in time, and ends the connection', async () => {
    broker.once(metadataApi, () => 'silence');
    const link = linkTo(broker.port);
    await expect(askMetadata(link, 30)).rejects.toMatchObject({
      errorName: 'REQUEST_TIMED_OUT',
      message: `Kafka at ${broker.address}: no response to Metadata in time`,
    });
    expect(link.isOpen).toBe(false);
    expect((await askMetadata(link)).clusterId).toBe('c');
  });

  it('fails one that is late though an earlier one may take longer', async () => {
    broker.on(metadataApi, () => 'silence');
    const link = linkTo(broker.port);
    await link.connect();
    const patient = askMetadata(link, 5000).catch((error: Error) => error.message);
    await expect(askMetadata(link, 30)).rejects.toMatchObject({ errorName: 'REQUEST_TIMED_OUT' });
    expect(await patient).toContain('no response to Metadata in time');
  });

  const garbage: [what: string, reply: Reply<typeof metadataApi>, message: RegExp][] = [
    [
      'HTTP',
      Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /it answers in HTTP, not in the Kafka protocol; check the port/,
    ],
    ['TLS', Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]), /it answers in TLS/],
    ['a negative size', Buffer.from([0xff, 0xff, 0xff, 0xff]), /no Kafka response: message of -1 bytes/],
    [
      'a response to another request',
      Buffer.from([0, 0, 0, 4, 0, 0, 0, 99]),
      /malformed response to Metadata: a response with number 99/,
    ],
    [
      'a response that ends too early',
      Buffer.from([0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0]),
      /malformed response to Metadata/,
    ],
    ['a frame too short for its number', Buffer.from([0, 0, 0, 1, 7]), /malformed response to Metadata/],
  ];

  it.each(garbage)('refuses %s with an error that names the broker', async (_what, reply, message) => {
    broker.on(metadataApi, () => reply);
    const link = linkTo(broker.port);
    const failure = askMetadata(link);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(`Kafka at ${broker.address}`);
    expect(link.isOpen).toBe(false);
  });

  it('refuses a response that nobody asked for', async () => {
    broker.once(metadataApi, () => Buffer.from([0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2]));
    const link = linkTo(broker.port);
    await expect(askMetadata(link)).rejects.toThrow(/malformed|nobody asked for/);
    expect(link.isOpen).toBe(false);
  });

  it('ends at once what is under way when it is closed, and opens nothing more', async () => {
    broker.on(metadataApi, () => 'silence');
    const link = linkTo(broker.port);
    const pending = askMetadata(link, 60_000);
    await expect.poll(() => broker.requestsOf(metadataApi)).toHaveLength(1);
    link.close();
    await expect(pending).rejects.toThrow(/closed the connection/);
    await expect(askMetadata(link)).rejects.toThrow(/the client was closed/);
  });
});

/** What a broker of the time before flexible versions answers to a version that it does not know: version 0. */
function oldVersionsResponse(): Buffer {
  const response = Buffer.alloc(4 + 4 + 2 + 4 + 12);
  response.writeInt32BE(response.length - 4, 0);
  response.writeInt16BE(errorCodes.UNSUPPORTED_VERSION, 8);
  response.writeInt32BE(2, 10);
  for (const [index, key] of [apiVersionsApi.key, metadataApi.key].entries()) {
    response.writeInt16BE(key, 14 + 6 * index);
    response.writeInt16BE(2, 18 + 6 * index);
  }
  return response;
}
