import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTopic, formatProperties, makeTempFolder, runJavaTool, startKafka } from '../src/index.ts';
import type { KafkaCluster, Properties, SecureAccess, SecureProtocol, TempFolder } from '../src/index.ts';

let kafka: KafkaCluster;
let folder: TempFolder;
let secure: SecureAccess;

beforeAll(async () => {
  folder = await makeTempFolder('secure-kafka-test');
  kafka = await startKafka({
    secure: { users: { alice: 'alice-secret' }, clientAuth: 'required', acls: 'deny' },
  });
  if (kafka.secure === undefined) throw new Error('no secure listeners');
  secure = kafka.secure;
  await createTopic(kafka.bootstrapServers, { topic: 'seen' });
});

afterAll(async () => {
  await kafka?.stop();
  await folder?.remove();
});

const login = (mechanism: string, module: string, options: string): Properties => ({
  'sasl.mechanism': mechanism,
  'sasl.jaas.config': `org.apache.kafka.common.security.${module} required ${options};`,
});

/** What a Java client with these properties is answered about the topic. */
async function ask(protocol: SecureProtocol, properties: Properties): Promise<string> {
  const file = join(folder.path, 'client.properties');
  const trust = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': secure.certificates.ca };
  const all = { 'security.protocol': protocol, ...trust, ...properties };
  await writeFile(file, formatProperties(all));
  const place = ['--bootstrap-server', secure.servers[protocol], '--command-config', file];
  const { stdout, stderr } = await runJavaTool('org.apache.kafka.tools.TopicCommand', [...place, '--list']);
  return stdout + stderr;
}

async function allow(principal: string): Promise<void> {
  const who = ['--allow-principal', principal, '--operation', 'Describe', '--topic', 'seen'];
  const args = ['--bootstrap-server', kafka.bootstrapServers, '--add', ...who];
  const { exitCode, stderr } = await runJavaTool('org.apache.kafka.tools.AclCommand', args);
  if (exitCode !== 0) throw new Error(stderr);
}

describe('a cluster with secure listeners', () => {
  it('knows its users by every mechanism, and what they may do', async () => {
    const plain = login('PLAIN', 'plain.PlainLoginModule', 'username="alice" password="alice-secret"');
    const scram = login(
      'SCRAM-SHA-512',
      'scram.ScramLoginModule',
      'username="alice" password="alice-secret"',
    );
    const token = login(
      'OAUTHBEARER',
      'oauthbearer.OAuthBearerLoginModule',
      'unsecuredLoginStringClaim_sub="alice"',
    );
    expect(await ask('SASL_SSL', plain)).not.toContain('seen');
    await allow('User:alice');
    expect(await ask('SASL_SSL', plain)).toContain('seen');
    expect(await ask('SASL_PLAINTEXT', scram)).toContain('seen');
    expect(await ask('SASL_PLAINTEXT', token)).toContain('seen');
  });

  it('knows a client by its certificate', async () => {
    await allow('User:CN=client');
    const shown = { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': secure.certificates.client };
    expect(await ask('SSL', shown)).toContain('seen');
    expect(await ask('SSL', {})).not.toContain('seen');
  });
});
