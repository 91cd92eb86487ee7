import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatProperties,
  freePorts,
  makeTempFolder,
  runSluice,
  startSluiceWorker,
} from '@sluice/testing-services';
import type { ProgramResult, Properties, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';

const { bootstrapServers } = inject('kafka');
const json = 'org.apache.kafka.connect.json.JsonConverter';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder('refusals');
});

afterEach(async () => {
  await folder.remove();
});

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder.path, name);
  await writeFile(file, content);
  return file;
}

async function workerFile(properties: Properties = {}): Promise<string> {
  const [port = 0] = await freePorts(1);
  const all = {
    'bootstrap.servers': bootstrapServers,
    'key.converter': json,
    'value.converter': json,
    'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
    listeners: `http://127.0.0.1:${port}`,
    ...properties,
  };
  return write('worker.properties', formatProperties(all));
}

function connectStandalone(...args: readonly string[]): Promise<ProgramResult> {
  return runSluice('connect-standalone', args, { cwd: folder.path, timeoutMs: 30_000 });
}

describe('connect-standalone shows how it is called, with exit code 1,', () => {
  it.each([[[]], [['--help']], [['worker.properties', '--help']], [['-daemon']]])('for %j', async (args) => {
    const { exitCode, stdout } = await connectStandalone(...args);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'Usage: ConnectStandalone worker.properties [connector1.properties connector2.json ...]',
    );
  });
});

describe('connect-standalone does not start, with exit code 2,', () => {
  it('without its worker file', async () => {
    const { exitCode, stdout } = await connectStandalone('nowhere.properties');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('nowhere.properties');
    expect(stdout).toContain('no such file');
  });

  it('with a worker file that is malformed', async () => {
    const { exitCode, stdout } = await connectStandalone(await write('bad.properties', 'a=\\u12\n'));
    expect(exitCode).toBe(2);
    expect(stdout).toContain('bad.properties');
    expect(stdout).toContain('\\\\u');
    expect(stdout).toContain('line 1');
  });

  it.each(['bootstrap.servers', 'key.converter', 'value.converter', 'offset.storage.file.filename'])(
    'without %s',
    async (key) => {
      const properties = {
        'bootstrap.servers': bootstrapServers,
        'key.converter': json,
        'value.converter': json,
        'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
      };
      const file = await write(
        'worker.properties',
        formatProperties(Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key))),
      );
      const { exitCode, stdout } = await connectStandalone(file);
      expect(exitCode).toBe(2);
      expect(stdout).toContain(`Missing required configuration \\"${key}\\" which has no default value.`);
    },
  );

  it('with an empty configuration, which an empty file name stands for', async () => {
    const { exitCode, stdout } = await connectStandalone('');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Missing required configuration');
  });

  it('with a converter that does not exist', async () => {
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({ 'key.converter': 'no.such.Class' }),
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Class no.such.Class could not be found');
  });

  it('with an extension of the REST API that does not exist', async () => {
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({ 'rest.extension.classes': 'org.example.Extension' }),
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      'Failed to find any class that implements interface org.apache.kafka.connect.rest.ConnectRestExtension and which name matches org.example.Extension',
    );
  });

  it('with a config provider that does not exist', async () => {
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({ 'config.providers': 'v', 'config.providers.v.class': 'org.example.Vault' }),
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'Invalid value org.example.Vault for configuration config.providers.v.class: ' +
        'Could not load config provider class or one of its dependencies',
    );
  });

  it('with a reference to a file that is not there', async () => {
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({
        'config.providers': 'f',
        'config.providers.f.class': 'File',
        'rest.advertised.host.name': '${f:/no/such/file:host}',
      }),
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Could not read properties from file /no/such/file');
    expect(stdout).toContain('(config provider f, path /no/such/file)');
  });

  it('with a bad value that a config provider gave, which it does not show', async () => {
    const file = await write('secrets.properties', 'interval=s3cr3t\n');
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({
        'config.providers': 'f',
        'config.providers.f.class': 'File',
        'offset.flush.interval.ms': `\${f:${file}:interval}`,
      }),
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      `Invalid value \${f:${file}:interval} for configuration offset.flush.interval.ms`,
    );
    expect(stdout).not.toContain('s3cr3t');
  });

  it('when Kafka cannot be reached', async () => {
    const [port = 0] = await freePorts(1);
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({
        'bootstrap.servers': `127.0.0.1:${port}`,
        'request.timeout.ms': '1000',
        'default.api.timeout.ms': '2000',
      }),
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Failed to connect to and describe Kafka cluster');
    expect(stdout).toContain(`127.0.0.1:${port}`);
  });

  it('when its port is in use, and says by which setting it gets another one', async () => {
    const worker = await startSluiceWorker({ bootstrapServers });
    try {
      const { exitCode, stdout } = await connectStandalone(await workerFile({ listeners: worker.url }));
      expect(exitCode).toBe(2);
      expect(stdout).toContain(`Cannot listen on ${worker.url}: the port is in use`);
      expect(stdout).toContain("choose another port with 'listeners'");
    } finally {
      await worker.stop();
    }
  });
});

describe('connect-standalone does not start, with exit code 3,', () => {
  it.each([
    ['a text', Buffer.from('position=5\n')],
    ['a stream of Java that is no map', Buffer.from('aced0005740003616263', 'hex')],
    ['the beginning of a map', Buffer.from('aced0005737200116a617661', 'hex')],
  ])('when its offsets file is %s, and leaves the file as it is', async (_, content) => {
    const file = await write('connect.offsets', content);
    const { exitCode, stdout } = await connectStandalone(await workerFile());
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`The offsets file ${file} (offset.storage.file.filename) is damaged`);
    expect(await readFile(file)).toEqual(content);
  });

  it('when its offsets file cannot be read', async () => {
    const { exitCode, stdout } = await connectStandalone(
      await workerFile({ 'offset.storage.file.filename': folder.path }),
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`The offsets file ${folder.path} (offset.storage.file.filename) cannot be read`);
  });
});

describe('connect-standalone stops, with exit code 3,', () => {
  async function refusedConnector(name: string, content: string): Promise<string> {
    const file = await write(name, content);
    const { exitCode, stdout } = await connectStandalone(await workerFile(), file);
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`Failed to create connector for ${file}`);
    expect(stdout).toContain('Stopping after connector error');
    return stdout;
  }

  it('at a connector file that is not there', async () => {
    const { exitCode, stdout } = await connectStandalone(await workerFile(), 'nowhere.properties');
    expect(exitCode).toBe(3);
    expect(stdout).toContain('The connector file nowhere.properties cannot be read');
  });

  it('at a connector without a name', async () => {
    const stdout = await refusedConnector('a.properties', 'connector.class=FileStreamSource\n');
    expect(stdout).toContain("is missing the mandatory 'name' configuration");
  });

  it('at a class that is not known, and lists those that are', async () => {
    const stdout = await refusedConnector('a.properties', 'name=a\nconnector.class=NoSuchConnector\n');
    expect(stdout).toContain(
      'Failed to find any class that implements Connector and which name matches NoSuchConnector',
    );
    expect(stdout).toContain('org.apache.kafka.connect.file.FileStreamSinkConnector');
    expect(stdout).toContain('org.apache.kafka.connect.file.FileStreamSourceConnector');
  });

  it('at a config with problems, and lists every one', async () => {
    const stdout = await refusedConnector(
      'a.json',
      JSON.stringify({
        name: 'a',
        config: {
          'connector.class': 'FileStreamSource',
          'tasks.max': '0',
          'batch.size': 'many',
          'key.converter': 'nope',
          'errors.tolerance': 'some',
        },
      }),
    );
    for (const problem of [
      'contains the following 5 error(s)',
      'Invalid value 0 for configuration tasks.max: Value must be at least 1',
      'Invalid value nope for configuration key.converter: Class nope could not be found.',
      'Invalid value some for configuration errors.tolerance',
      'Missing required configuration \\"topic\\" which has no default value.',
      'Invalid value many for configuration batch.size: Not a number of type INT',
    ]) {
      expect(stdout).toContain(problem);
    }
  });

  it('at a name that an earlier file took', async () => {
    const config = {
      'connector.class': 'FileStreamSink',
      topics: 'refusals',
      file: join(folder.path, 'sink.txt'),
    };
    const first = await write('first.properties', formatProperties({ name: 'a', ...config }));
    const second = await write('second.json', JSON.stringify({ name: 'a', ...config }));
    const { exitCode, stdout } = await connectStandalone(await workerFile(), first, second);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('Created connector a');
    expect(stdout).toContain(`Failed to create connector for ${second}`);
    expect(stdout).toContain('Connector a already exists');
  });
});
