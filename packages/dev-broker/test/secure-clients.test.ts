import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import {
  aptPackage,
  makeCertificates,
  makeTempFolder,
  runJavaTool,
  runProgram,
  type Certificates,
  type TempFolder,
} from '@sluice/testing-services';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const password = 'pass, word=';

let folder: TempFolder;
let certificates: Certificates;
let broker: DevBroker;
let servers: string;

beforeAll(async () => {
  folder = await makeTempFolder('dev-broker-secure');
  certificates = await makeCertificates(folder.path);
  const pair = await readFile(certificates.server, 'utf8');
  broker = await startDevBroker({
    tls: { key: pair, cert: pair },
    sasl: { users: { alice: password } },
  });
  servers = `localhost:${broker.port}`;
});

afterAll(async () => {
  await broker.stop();
  await folder.remove();
});

async function kcat(
  mechanism: string,
  args: readonly string[],
  { secret = password, stdin = '' } = {},
): Promise<{
  exitCode: number;
  stdout: string;
}> {
  const settings = [
    'security.protocol=SASL_SSL',
    `sasl.mechanisms=${mechanism}`,
    'sasl.username=alice',
    `sasl.password=${secret}`,
    `ssl.ca.location=${certificates.ca}`,
  ].flatMap((each) => ['-X', each]);
  return runProgram(await aptPackage('kcat'), ['-b', servers, ...settings, ...args], { stdin });
}

describe('clients that connect with TLS and show who they are', () => {
  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])(
    'carry records with kcat and %s',
    async (mechanism) => {
      const topic = mechanism.toLowerCase();
      expect(await kcat(mechanism, ['-P', '-t', topic], { stdin: 'a\nb\n' })).toMatchObject({ exitCode: 0 });
      const consumed = await kcat(mechanism, ['-C', '-t', topic, '-o', 'beginning', '-e', '-q']);
      expect(consumed).toMatchObject({ exitCode: 0, stdout: 'a\nb\n' });
    },
  );

  it('are refused with another password', async () => {
    const { exitCode } = await kcat('PLAIN', ['-L', '-m', '3'], { secret: 'guessed' });
    expect(exitCode).not.toBe(0);
  });

  it('carry records with Java and SCRAM', async () => {
    const file = join(folder.path, 'client.properties');
    const login = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
    const lines = [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${login} username="alice" password="${password}";`,
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${certificates.ca}`,
    ];
    await writeFile(file, lines.map((line) => `${line}\n`).join(''));
    const produced = await runJavaTool(
      'org.apache.kafka.tools.ConsoleProducer',
      ['--bootstrap-server', servers, '--topic', 'java', '--command-config', file],
      { stdin: 'line\n' },
    );
    expect(produced).toMatchObject({ exitCode: 0 });
    const consumed = await kcat('PLAIN', ['-C', '-t', 'java', '-o', 'beginning', '-e', '-q']);
    expect(consumed.stdout).toBe('line\n');
  });
});
