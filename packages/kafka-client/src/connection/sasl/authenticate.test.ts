import { metadataApi, saslAuthenticateApi, saslHandshakeApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Consumer } from '../../consumer/consumer.ts';
import { parseConsumerSettings } from '../../settings/consumer-settings.ts';
import { ScriptedBroker } from '../../../testing/scripted-broker.ts';
import { failureOf, login, tryOut } from '../../../testing/secure-clients.ts';

const answer = { errorCode: 0, errorMessage: null, authBytes: Buffer.alloc(0), sessionLifetimeMs: 0n };
let broker: ScriptedBroker;

beforeEach(async () => {
  broker = await ScriptedBroker.start();
  broker.on(saslHandshakeApi, () => ({ errorCode: 0, mechanisms: ['PLAIN'] }));
  broker.on(saslAuthenticateApi, () => answer);
  broker.on(metadataApi, () => ({ brokers: [], topics: [], clusterId: 'c' }));
});
afterEach(() => broker.stop());

const client = (mechanism = 'PLAIN'): Record<string, string> => ({
  'bootstrap.servers': broker.address,
  'security.protocol': 'SASL_PLAINTEXT',
  'request.timeout.ms': '1000',
  ...login(mechanism, { username: 'ä"\\', password: 's3cret' }),
});

describe('a login', () => {
  it('comes after the versions and before everything else', async () => {
    await tryOut(client());
    expect(broker.received.map(({ api }) => api.name)).toEqual([
      'ApiVersions',
      'SaslHandshake',
      'SaslAuthenticate',
      'Metadata',
    ]);
    expect(broker.requestsOf(saslAuthenticateApi).map(({ authBytes }) => String(authBytes))).toEqual([
      '\0ä"\\\0s3cret',
    ]);
  });

  it('speaks to brokers that know the first version only', async () => {
    broker.on(saslAuthenticateApi, () => ({ ...answer, sessionLifetimeMs: undefined }));
    await expect(tryOut(client())).resolves.toBeUndefined();
  });

  it.each([
    ['hangs up', 'disconnect' as const, /Kafka at .* does not answer: the connection was closed/],
    ['says nothing', 'silence' as const, /no response to SaslAuthenticate in time/],
    [
      'answers garbage',
      Buffer.from([0, 0, 0, 6, 0, 0, 0, 99, 1, 2]),
      /malformed response to SaslAuthenticate/,
    ],
    [
      'tears its answer',
      Buffer.from([0, 0, 0, 6, 0, 0, 0, 2, 0, 0]),
      /malformed response to SaslAuthenticate/,
    ],
  ])('that the broker %s in is tried again', async (_what, reply, message) => {
    broker.on(saslAuthenticateApi, () => reply);
    const failure = await failureOf(client());
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toContain('s3cret');
    expect(failure.retriable).toBe(true);
    expect(failure.broker).toBe(broker.address);
  });

  it('ends at a broker that does not know the user, though it says that all is well', async () => {
    broker.on(saslAuthenticateApi, () => ({ ...answer, authBytes: Buffer.from('v=AAAA') }));
    const failure = await failureOf(client('SCRAM-SHA-256'));
    expect(failure.message).toContain('no proper SCRAM message');
    expect(failure.retriable).toBe(false);
  });

  it('that is refused ends the poll of a consumer, and each one after it', async () => {
    broker.on(saslAuthenticateApi, () => ({ ...answer, errorCode: 58, errorMessage: 'no such user' }));
    const consumer = new Consumer(parseConsumerSettings({ ...client(), 'group.id': 'g' }).settings);
    consumer.subscribe(['t']);
    const refused = /the login by PLAIN failed: no such user; check username and password/;
    await expect(consumer.poll(5000)).rejects.toThrow(refused);
    await expect(consumer.poll(5000)).rejects.toThrow(refused);
    await consumer.close();
    const assigned = new Consumer(parseConsumerSettings(client()).settings);
    assigned.assign([{ topic: 't', partition: 0 }]);
    await expect(assigned.poll(5000)).rejects.toThrow(refused);
    await assigned.close();
  });

  it('is refused before anything is sent when the settings cannot be used', async () => {
    const refused = (more: Record<string, string>): Promise<void> => tryOut({ ...client(), ...more });
    await expect(refused({ 'sasl.mechanism': 'GSSAPI' })).rejects.toThrow(
      'Invalid value GSSAPI for configuration sasl.mechanism: Kerberos and others are not supported; must be one of: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER',
    );
    await expect(refused({ 'sasl.mechanism': 'SCRAM-SHA-256' })).rejects.toThrow(
      /\[hidden\].*The login module of sasl.mechanism=SCRAM-SHA-256 is .*ScramLoginModule/,
    );
    const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
    await expect(refused({ 'sasl.jaas.config': `${module} required username="a";` })).rejects.toThrow(
      'The option password is missing',
    );
    const { 'sasl.jaas.config': _none, ...without } = client();
    await expect(tryOut(without)).rejects.toThrow('Missing required configuration "sasl.jaas.config"');
    expect(broker.received).toEqual([]);
  });
});
