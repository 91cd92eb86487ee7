import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchEndOffset, makeTempFolder, readTopic, waitFor } from '@sluice/testing-services';
import type { RawRecord, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { putConnector, untilFailed } from '../src/data/connectors.ts';
import type { ConnectorConfig } from '../src/data/connectors.ts';
import { workerKinds } from '../src/data/worker-kinds.ts';
import type { Worker, WorkerKind } from '../src/data/worker-kinds.ts';

const { bootstrapServers } = inject('kafka');
const port = Number(bootstrapServers.split(':').at(-1));
const run = randomBytes(4).toString('hex');
const kinds = ['java', 'sluice'] as const satisfies readonly WorkerKind[];
const lines = ['first', '', '17', 'umlauts äöü and 🦆', '{"a":1}', ...Array.from({ length: 500 }, String)];

const packageName = 'org.apache.kafka.connect.transforms';
const json = 'org.apache.kafka.connect.json.JsonConverter';
const converters: ConnectorConfig = { 'key.converter': json, 'value.converter': json };

/** Transformations in order, each as its class and options. */
function chain(...links: readonly (readonly [type: string, options: ConnectorConfig])[]): ConnectorConfig {
  const keys = links.flatMap(([type, options], index) => [
    [`transforms.t${index}.type`, `${packageName}.${type}`],
    ...Object.entries(options).map(([key, value]) => [`transforms.t${index}.${key}`, value]),
  ]);
  return { transforms: links.map((_, index) => `t${index}`).join(), ...Object.fromEntries(keys) };
}

const onTheWayIn: ConnectorConfig = {
  ...chain(
    ['HoistField$Value', { field: 'line' }],
    ['InsertField$Value', { 'static.field': 'host', 'static.value': 'one', 'topic.field': 'origin!' }],
    ['ValueToKey', { fields: 'line' }],
    ['ExtractField$Key', { field: 'line' }],
    ['InsertHeader', { header: 'version', 'value.literal': '42' }],
    ['HeaderFrom$Value', { fields: 'host,origin', headers: 'from,from', operation: 'copy' }],
    ['DropHeaders', { headers: 'nothing' }],
    ['MaskField$Value', { fields: 'host', replacement: 'hidden', predicate: 'raw' }],
    ['RegexRouter', { regex: '(.*)-raw-(.*)', replacement: '$1-cooked-$2' }],
    ['Cast$Value', { spec: 'origin:string,host:string', predicate: 'raw' }],
    ['ReplaceField$Value', { renames: 'line:text', exclude: 'nothing' }],
    ['SetSchemaMetadata$Value', { 'schema.name': 'Line', 'schema.version': '2' }],
    ['HoistField$Value', { field: 'outer' }],
    ['Flatten$Value', { delimiter: '_' }],
  ),
  predicates: 'raw',
  'predicates.raw.type': 'TopicNameMatches',
  'predicates.raw.pattern': '.*-raw-.*',
};

const onTheWayOut: ConnectorConfig = {
  ...chain(
    ['Filter', { predicate: 'versioned', negate: 'true' }],
    ['Filter', { predicate: 'tombstone' }],
    ['ExtractField$Value', { field: 'outer_text', predicate: 'versioned' }],
  ),
  predicates: 'versioned,tombstone',
  'predicates.versioned.type': 'HasHeaderKey',
  'predicates.versioned.name': 'version',
  'predicates.tombstone.type': 'RecordIsTombstone',
};

let folder: TempFolder;
let workers: Readonly<Record<WorkerKind, Worker>>;

beforeAll(async () => {
  folder = await makeTempFolder('transformed');
  await writeFile(join(folder.path, 'input.txt'), `${lines.join('\n')}\n`);
  const java = await workerKinds.java({ bootstrapServers });
  workers = { java, sluice: await workerKinds.sluice({ bootstrapServers }) };
});

afterAll(async () => {
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
  await folder.remove();
});

const rawTopic = `transformed-raw-${run}`;
const cookedTopic = (kind: WorkerKind): string => `transformed-cooked-${run}.${kind}`;

function inText({ key, value, ...rest }: RawRecord): unknown {
  return { ...rest, key: key?.toString(), value: value?.toString() };
}

async function runSource(kind: WorkerKind): Promise<unknown[]> {
  await putConnector(workers[kind].url, 'transformed-source', {
    'connector.class': 'FileStreamSource',
    file: join(folder.path, 'input.txt'),
    // The name of the worker is part of the topic, but the same text is written into the records.
    topic: rawTopic,
    ...converters,
    ...onTheWayIn,
    'transforms.t8.replacement': `$1-cooked-$2.${kind}`,
  });
  const topic = cookedTopic(kind);
  await waitFor(`${lines.length} records in ${topic}`, async () => {
    const end = await fetchEndOffset(port, { topic });
    if (end !== BigInt(lines.length)) throw new Error(`it has ${end}`);
    return true;
  });
  return (await readTopic(bootstrapServers, topic)).map(inText);
}

async function runSink(kind: WorkerKind, writer: WorkerKind): Promise<string> {
  const file = join(folder.path, `${kind}-of-${writer}.txt`);
  await putConnector(workers[kind].url, `transformed-sink-${kind}-of-${writer}-${run}`, {
    'connector.class': 'FileStreamSink',
    file,
    topics: cookedTopic(writer),
    ...converters,
    ...onTheWayOut,
  });
  return waitFor(`all lines in ${file}`, async () => {
    const content = await readFile(file, 'utf8');
    if (content.split('\n').length <= lines.length) throw new Error(`it has ${content.length} characters`);
    return content;
  });
}

describe('a file source and a file sink with transformations', () => {
  it('write the same records as in the Java worker, keys, values, headers and schemas, byte for byte', async () => {
    const [java, sluice] = [await runSource('java'), await runSource('sluice')];
    expect(java).toHaveLength(lines.length);
    expect(sluice).toEqual(java);
  });

  it.each([
    ['sluice', 'sluice'],
    ['java', 'sluice'],
    ['sluice', 'java'],
  ] as const)('bring in %s the lines back that %s has written', async (reader, writer) => {
    expect(await runSink(reader, writer)).toBe(`${lines.join('\n')}\n`);
  });

  it('fail for the same reason as in the Java worker', async () => {
    const traces = [];
    for (const kind of kinds) {
      await putConnector(workers[kind].url, 'transformed-badly', {
        'connector.class': 'FileStreamSource',
        file: join(folder.path, 'input.txt'),
        topic: rawTopic,
        ...converters,
        ...chain(['ReplaceField$Value', { exclude: 'a' }]),
      });
      traces.push(await untilFailed(workers[kind].url, 'transformed-badly'));
    }
    const [java = '', sluice = ''] = traces;
    const [, reason] = java.split('\n');
    expect(reason).toContain(
      'Only Struct objects supported for [field replacement], found: java.lang.String',
    );
    expect(sluice.split('\n')[1]).toBe(reason);
    expect(sluice).toContain('org.apache.kafka.connect.transforms.ReplaceField$Value (TRANSFORMATION)');
  });
});
