import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createTopic,
  makeTempFolder,
  startKafka,
  startSluiceWorker,
  type KafkaCluster,
  type Properties,
  type SluiceWorker,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { untilHolds } from '../src/files.ts';

const string = 'org.apache.kafka.connect.storage.StringConverter';
let kafka: KafkaCluster;
let folder: TempFolder;
let worker: SluiceWorker | undefined;

beforeAll(async () => {
  folder = await makeTempFolder('secure-cluster');
  kafka = await startKafka({ secure: { users: { alice: 'alice-secret', bob: 'bob-secret' } } });
  await createTopic(kafka.bootstrapServers, { topic: 'secure' });
});

afterAll(async () => {
  await worker?.stop();
  await kafka?.stop();
  await folder?.remove();
});

/** What is needed to reach the cluster at its one listener with TLS and a login. */
function security(prefix: string, password = 'alice-secret'): Properties {
  const module = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const properties = {
    'security.protocol': 'SASL_SSL',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': kafka.secure?.certificates.ca ?? '',
    'sasl.mechanism': 'SCRAM-SHA-512',
    'sasl.jaas.config': `${module} required username="alice" password="${password}";`,
  };
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [prefix + key, value]));
}

describe('a worker of a cluster with TLS and logins', () => {
  it('carries lines in and out, with settings for itself, its producers and its consumers', async () => {
    worker = await startSluiceWorker({
      bootstrapServers: kafka.secure?.servers.SASL_SSL ?? '',
      properties: { ...security(''), ...security('producer.'), ...security('consumer.', 'wr0ng') },
    });
    const rest = new ConnectorRest(worker.url);
    const [source, target] = ['in.txt', 'out.txt'].map((name) => join(folder.path, name));
    await writeFile(source ?? '', 'one\ntwo\n');
    const file = { 'value.converter': string, file: source ?? '', topic: 'secure' };
    await rest.putConfig('lines', { 'connector.class': 'FileStreamSource', ...file });
    const sink = {
      'connector.class': 'FileStreamSink',
      'value.converter': string,
      topics: 'secure',
      file: target ?? '',
    };
    await rest.putConfig('out', { ...sink, ...security('consumer.override.') });
    await untilHolds(target ?? '', 'one\ntwo\n');
    await appendFile(source ?? '', 'three\n');
    await untilHolds(target ?? '', 'one\ntwo\nthree\n');

    // Without the override the worker's own password for consumers is used, which is wrong.
    await rest.putConfig('refused', sink);
    const trace = await rest.untilTaskIs('refused', 'FAILED');
    expect(trace).toMatch(
      /the login by SCRAM-SHA-512 failed: .*; check username and password in sasl.jaas.config/,
    );
    expect(trace).not.toContain('wr0ng');
    const log = await readFile(worker.logFile, 'utf8');
    expect(log).not.toMatch(/alice-secret|wr0ng/);
  });
});
