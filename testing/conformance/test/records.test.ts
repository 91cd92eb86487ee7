import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchEndOffset, makeTempFolder, produceLines, readTopic, waitFor } from '@sluice/testing-services';
import type { RawRecord, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { putConnector, untilFailed } from '../src/data/connectors.ts';
import type { ConnectorConfig } from '../src/data/connectors.ts';
import { countLines, sampleText } from '../src/data/sample-text.ts';
import { workerKinds } from '../src/data/worker-kinds.ts';
import type { Worker, WorkerKind } from '../src/data/worker-kinds.ts';

const { bootstrapServers } = inject('kafka');
const port = Number(bootstrapServers.split(':').at(-1));
const run = randomBytes(4).toString('hex');
const text = sampleText();
const lineCount = countLines(text);
const sinkText = text
  .toString('utf8')
  .replaceAll(/\r\n|\r/g, '\n')
  .replace(/[^\n]*$/, '');
const kinds = ['java', 'sluice'] as const satisfies readonly WorkerKind[];

const string = 'org.apache.kafka.connect.storage.StringConverter';
const json = 'org.apache.kafka.connect.json.JsonConverter';
const withSchemas = { 'value.converter': json, 'key.converter': json };
const converters: Readonly<Record<string, ConnectorConfig>> = {
  string: { 'value.converter': string, 'key.converter': string },
  latin: { 'value.converter': string, 'value.converter.converter.encoding': 'ISO-8859-1' },
  utf16: { 'value.converter': string, 'value.converter.converter.encoding': 'UTF-16' },
  json: withSchemas,
  schemaless: {
    ...withSchemas,
    'value.converter.schemas.enable': 'false',
    'key.converter.schemas.enable': 'false',
  },
};

let folder: TempFolder;
let workers: Readonly<Record<WorkerKind, Worker>>;

beforeAll(async () => {
  folder = await makeTempFolder('records');
  await writeFile(join(folder.path, 'input.txt'), text);
  const java = await workerKinds.java({ bootstrapServers });
  workers = { java, sluice: await workerKinds.sluice({ bootstrapServers }) };
});

afterAll(async () => {
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
  await folder.remove();
});

const topicOf = (converter: string, kind: WorkerKind): string => `records-${converter}-${kind}-${run}`;

function inHex({ key, value, ...rest }: RawRecord): unknown {
  return { key: key?.toString('hex'), value: value?.toString('hex'), ...rest };
}

async function untilTopicHas(topic: string, count: number): Promise<void> {
  await waitFor(`${count} records in ${topic}`, async () => {
    const end = await fetchEndOffset(port, { topic });
    if (end !== BigInt(count)) throw new Error(`it has ${end}`);
    return true;
  });
}

describe.each(Object.keys(converters))('a file source with the converter settings "%s"', (converter) => {
  it('writes the same records as the Java worker, byte for byte', async () => {
    for (const kind of kinds) {
      await putConnector(workers[kind].url, `source-${converter}`, {
        'connector.class': 'FileStreamSource',
        file: join(folder.path, 'input.txt'),
        topic: topicOf(converter, kind),
        // The Java worker does not hand over what lies beyond one batch until the file grows.
        'batch.size': '10000',
        ...converters[converter],
      });
    }
    for (const kind of kinds) await untilTopicHas(topicOf(converter, kind), lineCount);
    const [java, sluice] = await Promise.all(
      kinds.map(async (kind) => (await readTopic(bootstrapServers, topicOf(converter, kind))).map(inHex)),
    );
    expect(java).toHaveLength(lineCount);
    expect(sluice).toEqual(java);
  });
});

describe('a file source with the bytes converter', () => {
  it('fails with the same reason as the Java worker', async () => {
    const traces = [];
    for (const kind of kinds) {
      await putConnector(workers[kind].url, 'source-bytes', {
        'connector.class': 'FileStreamSource',
        file: join(folder.path, 'input.txt'),
        topic: topicOf('bytes', kind),
        'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      });
      traces.push(await untilFailed(workers[kind].url, 'source-bytes'));
    }
    const [java = '', sluice = ''] = traces;
    const [, javaCause] = java.split('\n');
    expect(javaCause).toContain('Invalid schema type for ByteArrayConverter: STRING');
    expect(sluice.split('\n')[1]).toBe(javaCause);
  });
});

/** Has a worker write a topic into a file, in a consumer group of its own. Returns the file. */
async function startSink(kind: WorkerKind, name: string, config: ConnectorConfig): Promise<string> {
  const file = join(folder.path, `${name}-${kind}.txt`);
  await putConnector(workers[kind].url, `${name}-${kind}-${run}`, {
    'connector.class': 'FileStreamSink',
    file,
    ...config,
  });
  return file;
}

async function linesOf(file: string, count: number): Promise<string> {
  return waitFor(`${count} lines in ${file}`, async () => {
    const content = await readFile(file, 'utf8');
    const { length } = content.split('\n');
    if (length <= count) throw new Error(`it has ${length - 1}: ${content.slice(0, 2000)}`);
    return content;
  });
}

describe.each(['string', 'json', 'schemaless'])(
  'a file sink with the converter settings "%s"',
  (converter) => {
    it.each([
      ['java', 'sluice'],
      ['sluice', 'java'],
      ['sluice', 'sluice'],
    ] as const)('makes of the records of %s in %s the lines of the source', async (writer, reader) => {
      const config = { topics: topicOf(converter, writer), ...converters[converter] };
      const file = await startSink(reader, `sink-${converter}-of-${writer}`, config);
      expect(await linesOf(file, lineCount)).toBe(sinkText);
    });
  },
);

describe('a file sink', () => {
  it('writes values of all kinds as the Java worker does', async () => {
    const topic = `records-values-${run}`;
    await produceLines(bootstrapServers, topic, [
      'null',
      'true',
      '1',
      '1.0',
      '-0.0',
      '1e30',
      '123456789012345678',
      '"text"',
      '[]',
      '[1,"two",null,[3.5]]',
      '{}',
      '{"a":1,"b":{"c":[true,null]},"long":9007199254740993}',
    ]);
    const files = [];
    for (const kind of kinds) {
      const config = { topics: topic, ...withSchemas, 'value.converter.schemas.enable': 'false' };
      files.push(await linesOf(await startSink(kind, 'sink-values', config), 12));
    }
    expect(files[1]).toBe(files[0]);
  });

  it('keeps the order of the entries of a map, for which the Java worker has its own', async () => {
    const topic = `records-maps-${run}`;
    await produceLines(bootstrapServers, topic, ['{"z":1,"key10":2,"key2":3,"a":4,"0":5}']);
    const config = { topics: topic, ...withSchemas, 'value.converter.schemas.enable': 'false' };
    const [java = '', sluice = ''] = await Promise.all(
      kinds.map(async (kind) => linesOf(await startSink(kind, 'sink-maps', config), 1)),
    );
    expect(sluice).toBe('{z=1, key10=2, key2=3, a=4, 0=5}\n');
    expect(java).not.toBe(sluice);
    expect(entriesOf(java)).toEqual(entriesOf(sluice));
  });

  it('writes values with schemas as the Java worker does', async () => {
    const topic = `records-schemas-${run}`;
    const values = [
      [{ type: 'string' }, 'text'],
      [{ type: 'int8' }, 5],
      [{ type: 'int64' }, 5],
      [{ type: 'float' }, 1.1],
      [{ type: 'double' }, 1e21],
      [{ type: 'double' }, 0.0001],
      [{ type: 'boolean' }, true],
      [{ type: 'string', optional: true }, null],
      [{ type: 'array', items: { type: 'int32' } }, [1, 2]],
      [
        { type: 'map', keys: { type: 'string' }, values: { type: 'int32' } },
        { one: 1, two: 2, three: 3 },
      ],
      [{ type: 'int32', name: 'org.apache.kafka.connect.data.Date', version: 1 }, 19_000],
      [{ type: 'int64', name: 'org.apache.kafka.connect.data.Timestamp', version: 1 }, 1_700_000_000_123],
      [
        {
          type: 'bytes',
          name: 'org.apache.kafka.connect.data.Decimal',
          version: 1,
          parameters: { scale: '2' },
        },
        'MDk=',
      ],
      [
        {
          type: 'struct',
          fields: [
            { field: 'id', type: 'int64' },
            { field: 'name', type: 'string', optional: true },
            { field: 'in', type: 'struct', optional: true, fields: [{ field: 'x', type: 'float' }] },
          ],
        },
        { id: 7, name: null, in: { x: 0.5 } },
      ],
    ];
    await produceLines(
      bootstrapServers,
      topic,
      values.map(([schema, payload]) => JSON.stringify({ schema, payload })),
    );
    const files = [];
    for (const kind of kinds) {
      const file = await startSink(kind, 'sink-schemas', { topics: topic, ...withSchemas });
      files.push(await linesOf(file, values.length));
    }
    expect(files[1]).toBe(files[0]);
  });
});

function entriesOf(map: string): string[] {
  return map.slice(1, map.indexOf('}')).split(', ').sort();
}
