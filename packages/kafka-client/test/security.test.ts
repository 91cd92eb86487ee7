import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  formatProperties,
  makeTempFolder,
  runJavaTool,
  startKafka,
  type KafkaCluster,
  type SecureAccess,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../src/admin/admin.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';
import { readRecords, RealClients, uniqueName } from '../testing/real-clients.ts';
import { failureOf, login, tryOut } from '../testing/secure-clients.ts';

const users = { alice: 'alice-secret' };
const alice = { username: 'alice', password: users.alice };

let kafka: KafkaCluster;
let secure: SecureAccess;
let trust: ClientProperties;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafka({
    secure: { users: { alice: users.alice }, clientAuth: 'required', acls: 'deny' },
    properties: {
      // So little that a login is renewed within a test.
      'listener.name.sasl_plaintext.connections.max.reauth.ms': '4000',
      'listener.name.sasl_plaintext.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512,OAUTHBEARER',
    },
  });
  if (kafka.secure === undefined) throw new Error('the cluster has no secure listeners');
  secure = kafka.secure;
  trust = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': secure.certificates.ca };
});

afterAll(() => kafka?.stop());
afterEach(() => clients?.closeAll());

const at = (protocol: keyof SecureAccess['servers'], more: ClientProperties): ClientProperties => ({
  'bootstrap.servers': secure.servers[protocol],
  'security.protocol': protocol,
  ...trust,
  ...more,
});
const shown = (): ClientProperties => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': secure.certificates.client,
});

/** A token as a server without a key gives it: Kafka's own validator for trials takes it. */
function unsignedToken(claims: object): string {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

describe('a login', () => {
  it.each([
    ['PLAIN', 'SASL_PLAINTEXT'],
    ['PLAIN', 'SASL_SSL'],
    ['SCRAM-SHA-256', 'SASL_SSL'],
    ['SCRAM-SHA-512', 'SASL_PLAINTEXT'],
    ['SCRAM-SHA-512', 'SASL_SSL'],
  ] as const)('by %s works at %s', async (mechanism, protocol) => {
    await expect(tryOut(at(protocol, login(mechanism, alice)))).resolves.toBeUndefined();
  });

  it('by OAUTHBEARER works with tokens that nobody signed', async () => {
    const token = login('OAUTHBEARER', { unsecuredLoginStringClaim_sub: 'alice' });
    await expect(tryOut(at('SASL_SSL', token))).resolves.toBeUndefined();
  });

  it('by OAUTHBEARER works with the token of an endpoint, asked for with client credentials', async () => {
    const asked: (string | undefined)[] = [];
    const endpoint = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const expiresAtS = Math.floor(Date.now() / 1000) + 60;
      const token = unsignedToken({ sub: 'alice', iat: expiresAtS - 60, exp: expiresAtS });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 60 }));
    }).listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    const { port } = endpoint.address() as AddressInfo;
    const credentials = {
      ...login('OAUTHBEARER', {}),
      'sasl.oauthbearer.token.endpoint.url': `http://127.0.0.1:${port}/token`,
      'sasl.oauthbearer.client.credentials.client.id': 'sluice',
      'sasl.oauthbearer.client.credentials.client.secret': 's3cret',
    };
    try {
      await expect(tryOut(at('SASL_SSL', credentials))).resolves.toBeUndefined();
    } finally {
      endpoint.close();
    }
    expect(asked).toEqual([`Basic ${Buffer.from('sluice:s3cret').toString('base64')}`]);
  });

  it('by a certificate works', async () => {
    await expect(tryOut(at('SSL', shown()))).resolves.toBeUndefined();
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])(
    'by %s fails for good with a wrong password',
    async (mechanism) => {
      const wrong = login(mechanism, { username: 'alice', password: 'wr0ng' });
      const failure = await failureOf(at('SASL_SSL', wrong));
      expect(failure.message).toMatch(
        new RegExp(
          `^Kafka at localhost:\\d+: the login by ${mechanism} failed: .*; check username and password in sasl.jaas.config`,
        ),
      );
      expect(failure.message).not.toContain('wr0ng');
      expect(failure.retriable).toBe(false);
    },
  );

  it('fails for a user that is not known', async () => {
    const failure = await failureOf(
      at('SASL_SSL', login('SCRAM-SHA-256', { username: 'eve', password: 'x' })),
    );
    expect(failure.message).toContain('the login by SCRAM-SHA-256 failed');
    expect(failure.retriable).toBe(false);
  });

  it('fails with a token that the broker does not take', async () => {
    const expired = { unsecuredLoginStringClaim_sub: 'alice', unsecuredLoginLifetimeSeconds: '-100' };
    const failure = await failureOf(at('SASL_SSL', login('OAUTHBEARER', expired)));
    expect(failure.message).toContain('the login by OAUTHBEARER failed');
    expect(failure.retriable).toBe(false);
  });

  it('is renewed while records flow, before the broker ends it', async () => {
    const topic = uniqueName('renewed');
    clients = new RealClients(kafka.bootstrapServers);
    await clients.admin().createTopic({ name: topic });
    const producer = new RealClients('').producer({
      ...at('SASL_PLAINTEXT', login('OAUTHBEARER', { unsecuredLoginStringClaim_sub: 'ANONYMOUS' })),
      'linger.ms': '0',
    });
    const failures: unknown[] = [];
    let delivered = 0;
    producer.onDelivered = ({ error, attachments }) => {
      if (error !== null) failures.push(error);
      delivered += attachments.length;
    };
    await producer.prepare(topic);
    const renewed = (): number => figure(producer, 'successful-reauthentication-total');
    for (let sent = 0; renewed() < 2; sent += 1) {
      producer.append(
        { topic, partition: 0, timestampMs: sent, key: null, value: 'v', headers: [] },
        undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await producer.close();
    expect(failures).toEqual([]);
    expect(delivered).toBeGreaterThan(100);
    expect(figure(producer, 'connection-close-total')).toBe(figure(producer, 'connection-creation-total'));
    expect(figure(producer, 'failed-reauthentication-total')).toBe(0);
  });
});

function figure(client: { metrics(): readonly { name: string; value: number }[] }, name: string): number {
  return client.metrics().find((metric) => metric.name === name)?.value ?? Number.NaN;
}

describe('records', () => {
  it('go in and out over TLS with a login', async () => {
    const topic = uniqueName('secure');
    clients = new RealClients(kafka.bootstrapServers);
    await clients.admin().createTopic({ name: topic });
    const properties = at('SASL_SSL', login('OAUTHBEARER', { unsecuredLoginStringClaim_sub: 'ANONYMOUS' }));
    const producer = clients.producer(properties);
    await producer.prepare(topic);
    for (let index = 0; index < 1000; index += 1) {
      producer.append(
        { topic, partition: 0, timestampMs: 1, key: null, value: `v${index}`, headers: [] },
        undefined,
      );
    }
    await producer.flush();
    const consumer = clients.consumer({ ...properties, 'group.id': topic });
    consumer.subscribe([topic]);
    const records = await readRecords(consumer, 1000);
    expect(records.map(({ value }) => value)).toEqual(
      Array.from({ length: 1000 }, (_, index) => `v${index}`),
    );
    expect(figure(consumer, 'successful-authentication-total')).toBeGreaterThan(0);
    expect(figure(consumer, 'incoming-byte-total')).toBeGreaterThan(0);
  });
});

describe('a broker that expects something else', () => {
  it('names the mechanisms that it takes', async () => {
    const failure = await failureOf(at('SASL_PLAINTEXT', login('SCRAM-SHA-256', alice)));
    expect(failure.message).toMatch(
      /it does not take the mechanism SCRAM-SHA-256; enabled are: (?=.*PLAIN)(?=.*SCRAM-SHA-512)/,
    );
    expect(failure.message).toContain('check sasl.mechanism');
    expect(failure.retriable).toBe(false);
  });

  it('is not one to log in at', async () => {
    const plain = { 'bootstrap.servers': kafka.bootstrapServers, 'security.protocol': 'SASL_PLAINTEXT' };
    const failure = await failureOf({ ...plain, ...login('PLAIN', alice) });
    expect(failure.message).toContain(
      'this listener wants no login by SASL; check security.protocol and the port',
    );
    expect(failure.retriable).toBe(false);
  });

  it('hangs up on a client that does not log in, which is told why', async () => {
    const failure = await failureOf({ 'bootstrap.servers': secure.servers.SASL_PLAINTEXT });
    expect(failure.message).toMatch(
      /does this listener speak PLAINTEXT\? Check security.protocol and the port/,
    );
    expect(failure.retriable).toBe(true);
  });

  it('answers in TLS to a client that speaks plaintext', async () => {
    const failure = await failureOf({ 'bootstrap.servers': secure.servers.SSL });
    expect(failure.message).toMatch(
      /it answers in TLS; set security.protocol|does this listener speak PLAINTEXT/,
    );
    expect(failure.retriable).toBe(true);
  });

  it('does not answer in TLS where it speaks plaintext', async () => {
    const failure = await failureOf({ ...at('SSL', shown()), 'bootstrap.servers': kafka.bootstrapServers });
    expect(failure.message).toMatch(
      /during the TLS handshake; if this is no listener with TLS, check security.protocol/,
    );
    expect(failure.retriable).toBe(true);
  });

  it('wants a certificate that the client does not show', async () => {
    const failure = await failureOf(at('SSL', {}));
    expect(failure.message).toMatch(
      /^Kafka at localhost:\d+: it wants a certificate from this client; set ssl.keystore.location/,
    );
    expect(failure.retriable).toBe(false);
  });

  it('is not trusted when its authority is not', async () => {
    const failure = await failureOf({
      ...at('SASL_SSL', login('PLAIN', alice)),
      'ssl.truststore.location': secure.certificates.client,
    });
    expect(failure.message).toMatch(
      /not signed by an authority that is trusted; check ssl.truststore.location/,
    );
    expect(failure.retriable).toBe(false);
  });
});

describe('a file of properties', () => {
  it('serves a Java consumer and this one alike', async () => {
    const topic = uniqueName('shared');
    clients = new RealClients(kafka.bootstrapServers);
    await clients.admin().createTopic({ name: topic });
    const producer = clients.producer();
    await producer.prepare(topic);
    producer.append(
      { topic, partition: 0, timestampMs: 1, key: null, value: 'seen', headers: [] },
      undefined,
    );
    await producer.flush();
    await allow('User:alice', topic);
    const properties = {
      'security.protocol': 'SASL_SSL',
      ...trust,
      ...login('SCRAM-SHA-512', alice),
      'group.id': topic,
      'auto.offset.reset': 'earliest',
    };
    const folder = await makeTempFolder('shared-properties');
    const file = join(folder.path, 'client.properties');
    await writeFile(file, formatProperties(properties));
    const place = ['--bootstrap-server', secure.servers.SASL_SSL, '--topic', topic, '--command-config', file];
    const limits = ['--max-messages', '1', '--timeout-ms', '30000'];
    const java = await runJavaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [...place, ...limits]);
    await folder.remove();
    expect(java.stderr).not.toContain('rror');
    expect(java.stdout).toBe('seen\n');
    const consumer = clients.consumer({
      'bootstrap.servers': secure.servers.SASL_SSL,
      ...properties,
      // The Java consumer has committed what it read.
      'group.id': `${topic}-2`,
    });
    consumer.subscribe([topic]);
    expect((await readRecords(consumer, 1)).map(({ value }) => value)).toEqual(['seen']);
  });
});

/** Lets somebody read a topic and join groups named after it. */
async function allow(principal: string, topic: string): Promise<void> {
  const who = ['--bootstrap-server', kafka.bootstrapServers, '--add', '--allow-principal', principal];
  const what = ['--consumer', '--topic', topic, '--group', topic, '--resource-pattern-type', 'prefixed'];
  const { exitCode, stderr } = await runJavaTool('org.apache.kafka.tools.AclCommand', [...who, ...what]);
  if (exitCode !== 0) throw new Error(stderr);
}

describe('a client that may not', () => {
  it('is told which ACL is missing for topic, group, cluster and transactional id', async () => {
    const topic = uniqueName('forbidden');
    clients = new RealClients(kafka.bootstrapServers);
    await clients.admin().createTopic({ name: topic });
    const properties = { ...at('SASL_SSL', login('PLAIN', alice)), 'max.block.ms': '5000' };
    const producer = clients.producer(properties);
    await expect(producer.prepare(topic)).rejects.toMatchObject({
      message: expect.stringMatching(/TOPIC_AUTHORIZATION_FAILED .*ACL/) as string,
      retriable: false,
    });
    const consumer = clients.consumer({ ...properties, 'group.id': uniqueName('g') });
    await expect(consumer.committed([{ topic, partition: 0 }])).rejects.toMatchObject({
      message: expect.stringMatching(/GROUP_AUTHORIZATION_FAILED .*ACL/) as string,
    });
    const transactional = clients.producer({ ...properties, 'transactional.id': uniqueName('tx') });
    await expect(transactional.initTransactions()).rejects.toMatchObject({
      message: expect.stringMatching(/TRANSACTIONAL_ID_AUTHORIZATION_FAILED .*ACL/) as string,
    });
    const admin = new Admin(parseAdminSettings(properties).settings);
    await expect(admin.createTopic({ name: uniqueName('no') })).rejects.toMatchObject({
      message: expect.stringMatching(/(CLUSTER|TOPIC)_AUTHORIZATION_FAILED .*ACL/) as string,
    });
    await admin.close();
  });
});
