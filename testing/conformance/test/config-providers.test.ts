import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, readTopic, waitFor } from '@sluice/testing-services';
import type { Properties, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { workerKinds } from '../src/data/worker-kinds.ts';
import type { Worker, WorkerKind } from '../src/data/worker-kinds.ts';

const { bootstrapServers } = inject('kafka');
const run = randomBytes(4).toString('hex');
const kinds = ['java', 'sluice'] as const satisfies readonly WorkerKind[];
const provider = 'org.apache.kafka.common.config.provider';

let folder: TempFolder;
const workers: Partial<Record<WorkerKind, Worker>> = {};

/** Both workers get the same files; where something must differ, the environment says which of them it is. */
beforeAll(async () => {
  folder = await makeTempFolder('config-providers');
  const files = await writeFiles(folder.path);
  for (const kind of kinds) {
    process.env['SLUICE_TEST_WORKER'] = kind;
    workers[kind] = await workerKinds[kind]({ bootstrapServers, properties: workerProperties(), ...files });
  }
  delete process.env['SLUICE_TEST_WORKER'];
});

afterAll(async () => {
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
  await folder.remove();
});

function workerProperties(): Properties {
  const settings = join(folder.path, 'secrets/settings.properties');
  return {
    'config.providers': 'file,dir,env',
    'config.providers.file.class': `${provider}.FileConfigProvider`,
    'config.providers.file.param.allowed.paths': join(folder.path, 'secrets'),
    'config.providers.dir.class': `${provider}.DirectoryConfigProvider`,
    'config.providers.env.class': `${provider}.EnvVarConfigProvider`,
    'config.providers.env.param.allowlist.pattern': 'SLUICE_TEST_.*',
    'key.converter': `\${file:${settings}:converter}`,
    'value.converter': `\${file:${settings}:converter}`,
  };
}

/** Connector files in each form a worker takes. */
async function writeFiles(path: string): Promise<{ readonly connectorFiles: readonly string[] }> {
  await mkdir(join(path, 'secrets/parts'), { recursive: true });
  const settings = join(path, 'secrets/settings.properties');
  await writeFile(join(path, 'input.txt'), 'one\nzwei é\n');
  await writeFile(join(path, 'outside.properties'), 'input=/nowhere\n');
  await writeFile(join(path, 'secrets/parts/prefix'), `providers-${run}`);
  await writeFile(
    settings,
    `input: ${join(path, 'input.txt')}\nconverter=org.apache.kafka.connect.storage.StringConverter\n`,
  );
  const source = (form: string) => ({
    name: form,
    'connector.class': 'FileStreamSource',
    file: `\${file:${settings}:input}`,
    topic: `\${dir:${join(path, 'secrets/parts')}:prefix}-${form}-\${env:SLUICE_TEST_WORKER}`,
  });
  const { name, ...config } = source('nested');
  const properties = Object.entries(source('properties')).map(([key, value]) => `${key} : ${value}\n`);
  return {
    connectorFiles: await Promise.all([
      write('flat.json', JSON.stringify(source('flat'))),
      write('nested.json', JSON.stringify({ name, config, initial_state: 'RUNNING', extra: [1] })),
      write('a.properties', properties.join('')),
      write(
        'stopped.json',
        JSON.stringify({
          name: 'stopped',
          config: { ...source('x'), name: 'stopped' },
          initial_state: 'stopped',
        }),
      ),
    ]),
  };

  async function write(file: string, content: string): Promise<string> {
    await writeFile(join(path, file), content);
    return join(path, file);
  }
}

async function ask(
  kind: WorkerKind,
  path: string,
  config?: object,
): Promise<{ status: number; body: unknown }> {
  const request =
    config === undefined
      ? {}
      : { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(config) };
  const response = await fetch(`${workers[kind]?.url}${path}`, request);
  return { status: response.status, body: await response.json() };
}

describe('references in the files of a worker', () => {
  it.each(['flat', 'nested', 'properties'])(
    'lead the connector of a file (%s) where Java goes',
    async (form) => {
      for (const kind of kinds) {
        const values = await waitFor(`two records of ${kind}`, async () => {
          const records = await readTopic(bootstrapServers, `providers-${run}-${form}-${kind}`);
          if (records.length < 2) throw new Error(`there are ${records.length}`);
          return records.map(({ value }) => value?.toString('utf8'));
        });
        expect(values).toEqual(['one', 'zwei é']);
      }
    },
  );

  it.each([
    '/connectors/nested',
    '/connectors/flat/config',
    '/connectors/properties/tasks',
    '/connectors/stopped',
  ])('are what %s shows, as in Java', async (path) => {
    const [java, sluice] = await Promise.all(kinds.map((kind) => ask(kind, path)));
    expect(sluice).toEqual(java);
    expect(JSON.stringify(sluice)).toContain('${file:');
    expect(JSON.stringify(sluice)).not.toContain('input.txt');
  });
});

describe('references that lead nowhere', () => {
  const sink = (file: string) => ({ 'connector.class': 'FileStreamSink', topics: `none-${run}`, file });

  it.each([
    ['a provider that is not there', '${nobody:here:x}'],
    ['a key that is not there', '${env:SLUICE_TEST_NOT_THERE}'],
    ['a variable that is not allowed', '${env:PATH}'],
    ['nothing that is a reference', '${topic}'],
  ])('to %s stay as they are', async (_what, reference) => {
    for (const kind of kinds) {
      const sinkFolder = join(folder.path, `${kind}-${reference.replaceAll(/\W/g, '')}`);
      await mkdir(sinkFolder);
      const { status } = await ask(
        kind,
        `/connectors/left-${kind}-${run}/config`,
        sink(`${sinkFolder}/${reference}`),
      );
      expect(status).toBeLessThan(300);
      const [file] = await waitFor(`the file of ${kind}`, async () => {
        const files = await readdir(sinkFolder);
        return files.length === 0 ? Promise.reject(new Error('none')) : files;
      });
      expect(file).toBe(reference);
    }
  });

  it('to a path that is not allowed stay as they are', async () => {
    const reference = `\${file:${join('<folder>', 'outside.properties')}:input}`.replace(
      '<folder>',
      folder.path,
    );
    const configs = { 'connector.class': 'FileStreamSource', topic: reference };
    const answers = [];
    for (const kind of kinds) {
      answers.push(
        await ask(kind, '/connector-plugins/FileStreamSource/config/validate', { ...configs, name: 'o' }),
      );
    }
    const topics = answers.map(({ body }) => {
      const { configs } = body as { configs: { value: { name: string; value: string; errors: string[] } }[] };
      return configs.find(({ value }) => value.name === 'topic')?.value;
    });
    expect(topics[0]).toMatchObject({ value: reference, errors: [] });
    expect(topics[1]).toEqual(topics[0]);
  });

  it.each([
    [
      'a file that is not there',
      '${file:<folder>/secrets/nope:k}',
      'Could not read properties from file <folder>/secrets/nope',
    ],
    [
      'a path where there are none',
      '${env:p:k}',
      "Path is not supported for EnvVarConfigProvider, invalid value 'p'",
    ],
  ])('to %s are refused', async (_what, template, template2) => {
    const [reference, message] = [template, template2].map((text) => text.replace('<folder>', folder.path));
    for (const kind of kinds) {
      const { status, body } = await ask(kind, '/connectors/refused/config', sink(reference as string));
      expect({ status, body }).toEqual({
        status: 500,
        body: { error_code: 500, message: expect.stringContaining(message as string) as string },
      });
      expect((await ask(kind, '/connectors/refused')).status).toBe(404);
    }
  });
});
