import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeTempFolder,
  readTopic,
  repositoryFolder,
  runSluice,
  startSluiceWorker,
  waitFor,
} from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { npm } from '../src/third-party.ts';

const { bootstrapServers } = inject('kafka');

let folder: TempFolder;
let plugins: string;
let worker: SluiceWorker;
let rest: ConnectorRest;

beforeAll(async () => {
  folder = await makeTempFolder('plugins');
  plugins = join(folder.path, 'plugins');
  await installExample();
  await installBroken();
  await writeFile(
    join(folder.path, 'topics.json'),
    '{"one":"plugins-one","structs":"plugins-structs","two":"plugins-two","mixed":"plugins-mixed"}',
  );
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'plugin.path': plugins,
      'config.providers': 'topics',
      'config.providers.topics.class': 'JsonFile',
      'value.converter': 'com.acme.PairsConverter',
      'value.converter.plugin.version': '1.0.0',
    },
  });
  rest = new ConnectorRest(worker.url);
}, 240_000);

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

/** The example, built and tested as by somebody else, in its version and in the next one, which writes other text. */
async function installExample(): Promise<void> {
  const project = join(folder.path, 'project');
  await cp(join(repositoryFolder, 'examples/plugin-package'), project, {
    recursive: true,
    filter: (path) => !/node_modules|dist|vendor|\.tgz$/.test(path.slice(repositoryFolder.length)),
  });
  const { exitCode, stderr } = await runSluice('sluice', ['vendor', project]);
  if (exitCode !== 0) throw new Error(stderr);
  await npm(project, 'install');
  await npm(project, 'test');
  await npm(project, 'pack');
  await npm(project, 'install', '--prefix', join(plugins, 'acme-1'), './acme-plugins-1.0.0.tgz');
  for (const file of ['package.json', 'src/version.ts']) await edit(join(project, file), '1.0.0', '2.0.0');
  await edit(join(project, 'src/pairs-converter.ts'), "default: ';'", "default: '|'");
  await npm(project, 'pack');
  await npm(project, 'install', '--prefix', join(plugins, 'acme-2'), './acme-plugins-2.0.0.tgz');
  await rm(project, { recursive: true });
}

async function edit(file: string, from: string, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
}

async function installBroken(): Promise<void> {
  await mkdir(join(plugins, 'half'));
  const listed = [{ class: 'com.acme.HalfSinkConnector', type: 'sink', version: '1.0.0' }];
  const sluice = { api: 1, module: './index.mjs', plugins: listed };
  await writeFile(join(plugins, 'half/package.json'), JSON.stringify({ name: 'half', sluice }));
  await writeFile(join(plugins, 'half/index.mjs'), "throw new Error('the driver is not installed');");
  await mkdir(join(plugins, 'jdbc'));
  await writeFile(join(plugins, 'jdbc/kafka-connect-jdbc-10.8.0.jar'), '');
}

async function get(path: string): Promise<unknown> {
  return (await fetch(`${worker.url}${path}`)).json();
}

async function ticks(
  name: string,
  topicKey: string,
  config: Readonly<Record<string, string>>,
): Promise<string[]> {
  await rest.putConfig(name, {
    'connector.class': 'TickSource',
    topic: `\${topics:${folder.path}/topics.json:${topicKey}}`,
    'interval.ms': '20',
    limit: '3',
    transforms: 's',
    'transforms.s.type': 'Stamp',
    ...config,
  });
  return waitFor(`three ticks of ${name}`, async () => {
    const records = await readTopic(bootstrapServers, `plugins-${topicKey}`);
    if (records.length < 3) throw new Error(`there are ${records.length}`);
    return records.map(({ value }) => String(value));
  });
}

/** What is broken, once the broken package has been loaded. */
async function untilTried(): Promise<unknown[]> {
  return waitFor('the package to have been tried', async () => {
    const list = (await get('/admin/plugins/broken')) as unknown[];
    return list.length === 2 ? list : undefined;
  });
}

async function versionOf(name: string): Promise<unknown> {
  return get(`/connectors/${name}/status`);
}

const own = { 'value.converter': 'Pairs' };

describe('a package of plugins from outside of the repository', () => {
  it('is used in the newest version, where nobody says which', async () => {
    expect(await ticks('two', 'two', own)).toEqual([1, 2, 3].map((tick) => `tick=${tick}|seen.by=2.0.0`));
    expect(await versionOf('two')).toMatchObject({
      connector: { state: 'RUNNING', version: '2.0.0' },
      tasks: [{ state: 'RUNNING', version: '2.0.0' }],
    });
  });

  it('is used in the version of the connector, whose converter and transformation come from beside it', async () => {
    const texts = await ticks('one', 'one', { ...own, 'connector.plugin.version': '[1.0,2.0)' });
    expect(texts).toEqual([1, 2, 3].map((tick) => `tick=${tick};seen.by=1.0.0`));
    expect(await versionOf('one')).toMatchObject({ connector: { version: '1.0.0' } });
  });

  it('is used in a version for each, the converter in that of the worker', async () => {
    const texts = await ticks('mixed', 'mixed', {
      'connector.plugin.version': '1.0.0',
      'transforms.s.plugin.version': '[2.0,)',
    });
    expect(texts).toEqual([1, 2, 3].map((tick) => `tick=${tick};seen.by=2.0.0`));
  });

  it('gives structs of its own copy of the API to the transformations and converters of the worker', async () => {
    const texts = await ticks('structs', 'structs', {
      'with.schema': 'true',
      transforms: 'at,n',
      'transforms.at.type': 'org.apache.kafka.connect.transforms.TimestampConverter$Value',
      'transforms.at.field': 'at',
      'transforms.at.target.type': 'string',
      'transforms.at.format': 'yyyy',
      'transforms.n.type': 'org.apache.kafka.connect.transforms.Cast$Value',
      'transforms.n.spec': 'tick:string',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
    });
    const at = String(new Date().getUTCFullYear());
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(
      ['1', '2', '3'].map((tick) => ({ tick, at })),
    );
  });

  it('is listed and described in both versions, and what is broken is not', async () => {
    await untilTried();
    const all = (await get('/connector-plugins?connectorsOnly=false')) as { class: string }[];
    expect(all.filter((plugin) => plugin.class.startsWith('com.acme.'))).toEqual(
      [
        ['com.acme.TickSourceConnector', 'source'],
        ['com.acme.Stamp', 'transformation'],
        ['com.acme.PairsConverter', 'converter'],
      ].flatMap(([name, type]) => ['1.0.0', '2.0.0'].map((version) => ({ class: name, type, version }))),
    );
    const [key] = (await get('/connector-plugins/Pairs/config?version=1.0.0')) as { default_value: string }[];
    expect(key).toMatchObject({ name: 'separator', default_value: ';' });
    expect(await get('/connector-plugins/Pairs/config?version=3')).toEqual({
      error_code: 400,
      message:
        'Plugin com.acme.PairsConverter not found that matches the version range [3,3], available versions: [1.0.0, 2.0.0]',
    });
  });
});

describe('a broken package', () => {
  const reason = /cannot be loaded from half: the driver is not installed/;

  it('is named with the reason by REST, beside jars of Java', async () => {
    expect(await untilTried()).toEqual([
      {
        class: null,
        type: null,
        version: null,
        package: null,
        location: join(plugins, 'jdbc'),
        reason: expect.stringMatching(/kafka-connect-jdbc-10\.8\.0\.jar holds classes of Java/) as string,
      },
      {
        class: 'com.acme.HalfSinkConnector',
        type: 'sink',
        version: '1.0.0',
        package: 'half',
        location: join(plugins, 'half'),
        reason: expect.stringMatching(reason) as string,
      },
    ]);
  });

  it('is named in the log', async () => {
    const lines = (await readFile(worker.logFile, 'utf8')).split('\n');
    const warnings = lines.filter((line) => line.includes('A plugin cannot be used'));
    expect(warnings).toEqual([
      expect.stringContaining('kafka-connect-jdbc-10.8.0.jar'),
      expect.stringMatching(reason),
    ]);
  });

  it('is refused with the reason in the configuration of a connector', async () => {
    const response = await fetch(`${worker.url}/connector-plugins/HalfSink/config/validate`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 'connector.class': 'HalfSink', topics: 't' }),
    });
    expect(await response.json()).toMatchObject({
      message: expect.stringMatching(
        /The plugin com\.acme\.HalfSinkConnector 1\.0\.0 cannot be loaded .*driver is not installed\. Install a version/,
      ) as string,
    });
  });

  it('is in the list of connect-plugin-path, which ends well', async () => {
    const args = ['list', '--plugin-path', plugins];
    const { stdout, stderr, exitCode } = await runSluice('connect-plugin-path', args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `com.acme.HalfSinkConnector\tN/A\tN/A\t1.0.0\tsink\tfalse\ttrue\t${join(plugins, 'half')}\n`,
    );
    expect(stdout).toMatch(/Total plugins: {6}\t10\nLoadable plugins: {3}\t8\nCompatible plugins: \t8\n$/);
    expect(stderr).toMatch(reason);
  });

  it.each([
    [['list', '--plugin-location', '/nowhere'], 2, 'Specified location /nowhere does not exist'],
    [['list', '--worker-config', '/nowhere'], 2, 'Unable to read worker config at /nowhere'],
    [['list', '--plugin-path', '/nowhere'], 3, '/nowhere, which is part of a plugin path, is not there'],
    [['list'], 1, 'error: Must specify at least one --plugin-location, --plugin-path, or --worker-config'],
  ])('is not looked for with %j, exit code %i', async (args, code, message) => {
    const { stderr, exitCode } = await runSluice('connect-plugin-path', args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
  });

  it('is found by the properties of a worker, and by its own folder', async () => {
    const properties = join(folder.path, 'worker.properties');
    await writeFile(properties, `plugin.path=${plugins}\n`);
    const listed = async (...args: string[]): Promise<number> => {
      const { stdout } = await runSluice('connect-plugin-path', ['list', ...args]);
      return Number(/Total plugins: {6}\t(\d+)/.exec(stdout)?.[1]);
    };
    expect(await listed('--worker-config', properties)).toBe(10);
    expect(await listed('--plugin-location', join(plugins, 'half'))).toBe(1);
    expect(await listed('--plugin-location', join(plugins, 'acme-1'), '--worker-config', properties)).toBe(
      14,
    );
  });

  it('leaves nothing to sync-manifests', async () => {
    const args = ['sync-manifests', '--plugin-path', plugins];
    const { stdout, exitCode } = await runSluice('connect-plugin-path', args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Scanning for plugins...\nNo changes required.\n');
  });
});
