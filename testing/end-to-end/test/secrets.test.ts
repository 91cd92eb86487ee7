import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, startSluiceWorker } from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';

const { bootstrapServers } = inject('kafka');

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;

beforeAll(async () => {
  folder = await makeTempFolder('secrets');
  await writeFile(join(folder.path, 'input.txt'), 'one\n');
  process.env['SLUICE_LOG_LEVEL'] = 'debug';
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'config.providers': 'file',
      'config.providers.file.class': 'FileConfigProvider',
      'config.providers.file.param.allowed.paths': folder.path,
      'sluice.rest.mask.secrets': 'true',
    },
  });
  delete process.env['SLUICE_LOG_LEVEL'];
  rest = new ConnectorRest(worker.url);
});

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

describe('a worker that masks secrets', () => {
  it('neither shows nor logs values of references, nor what is called a password', async () => {
    const secrets = join(folder.path, 'secrets.properties');
    await writeFile(secrets, 'encoding=utf-8\n');
    const reference = `\${file:${secrets}:encoding}`;
    await rest.putConfig('s', {
      'connector.class': 'FileStreamSource',
      file: join(folder.path, 'input.txt'),
      topic: 'secrets',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter.converter.encoding': reference,
      'other.password': 's3cr3t-one',
    });
    await rest.untilTaskIs('s', 'RUNNING');

    await writeFile(secrets, 'encoding=s3cr3t-two\n');
    await rest.restart('s');
    const trace = await rest.untilTaskIs('s', 'FAILED');
    expect(trace).toContain(reference);

    const paths = ['connectors?expand=info&expand=status', 'connectors/s', 'connectors/s/tasks'];
    const answers = await Promise.all(
      paths.map(async (path) => (await fetch(`${worker.url}/${path}`)).text()),
    );
    expect(answers[0]).toContain('"other.password":"[hidden]"');
    const log = await readFile(worker.logFile, 'utf8');
    expect(log).toContain('The task ended with an error');
    for (const text of [trace, ...answers, log]) expect(text).not.toContain('s3cr3t');
  });
});
