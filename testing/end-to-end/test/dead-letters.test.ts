import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  exchangeWithJava,
  fetchEndOffset,
  makeTempFolder,
  produceLines,
  startSluiceWorker,
  waitFor,
} from '@sluice/testing-services';
import type { SluiceWorker, TempFolder, WrittenRecord } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { untilHolds } from '../src/files.ts';

const { bootstrapServers } = inject('kafka');
const secret = 'correct-horse-battery-staple';
const string = 'org.apache.kafka.connect.storage.StringConverter';
const bytes = 'org.apache.kafka.connect.converters.ByteArrayConverter';

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;

beforeAll(async () => {
  folder = await makeTempFolder('dead-letters');
  await writeFile(join(folder.path, 'secrets.properties'), `format=yyyy'${secret}'\n`);
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'config.providers': 'file',
      'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
      'offset.flush.interval.ms': '200',
    },
  });
  rest = new ConnectorRest(worker.url);
});

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

const newName = (): string => `letters-${randomBytes(4).toString('hex')}`;

const deadLetters = (topic: string): Record<string, string> => ({
  'errors.tolerance': 'all',
  'errors.log.enable': 'true',
  'errors.deadletterqueue.topic.name': topic,
  'errors.deadletterqueue.topic.replication.factor': '1',
  'errors.deadletterqueue.context.headers.enable': 'true',
});

async function lettersIn(topic: string, count: number): Promise<readonly WrittenRecord[]> {
  const port = Number(bootstrapServers.split(':').at(-1));
  await waitFor(`${count} dead letters`, async () => {
    const end = Number(await fetchEndOffset(port, { topic }));
    if (end < count) throw new Error(`there are ${end}`);
    return true;
  });
  const [answer] = await exchangeWithJava(bootstrapServers, [{ do: 'consume', topic, properties: {} }]);
  return answer?.records ?? [];
}

const textOf = (base64: string | null): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

function headersOf({ headers }: WrittenRecord): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name, textOf(value)]));
}

describe('the dead letters of a source', () => {
  it('are what it read, with where it read it, and the others arrive', async () => {
    const name = newName();
    const file = join(folder.path, `${name}.txt`);
    await writeFile(file, 'one\ntwo\n');
    await rest.putConfig(name, {
      'connector.class': 'FileStreamSource',
      file,
      topic: `${name}-lines`,
      'value.converter': bytes,
      ...deadLetters(name),
    });
    const letters = await lettersIn(name, 2);
    const [first] = letters as [WrittenRecord];
    expect(JSON.parse(textOf(first.value))).toEqual({
      topic: `${name}-lines`,
      partition: null,
      timestamp: expect.any(Number) as number,
      key: { schema: null, payload: null },
      value: { schema: { type: 'string', optional: false }, payload: 'one' },
      headers: [],
      source: { partition: { filename: file }, offset: { position: 4 } },
    });
    expect(JSON.parse(textOf(first.key))).toEqual({ filename: file });
    expect(headersOf(first)).toMatchObject({
      '__connect.errors.topic': `${name}-lines`,
      '__connect.errors.source.partition': JSON.stringify({ filename: file }),
      '__connect.errors.source.offset': '{"position":4}',
      '__connect.errors.connector.name': name,
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    });
    expect(await rest.tasks(name)).toMatchObject([{ state: 'RUNNING' }]);
  });
});

describe('a limit of tolerated errors', () => {
  it('fails the task in front of the record that is one too many, which is a dead letter, too', async () => {
    const name = newName();
    await produceLines(bootstrapServers, `${name}-in`, ['{', '"good"', '{', '{', '"never"']);
    const file = join(folder.path, `${name}.txt`);
    const sink = {
      'connector.class': 'FileStreamSink',
      topics: `${name}-in`,
      file,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      ...deadLetters(name),
    };
    await rest.putConfig(name, { ...sink, 'errors.tolerance.max.per.minute': '2' });
    const trace = await rest.untilTaskIs(name, 'FAILED');
    expect(trace).toContain('more than errors.tolerance.max.per.minute=2 records failed within a minute');
    expect((await lettersIn(name, 3)).map(({ value }) => textOf(value))).toEqual(['{', '{', '{']);
    await rest.putConfig(name, sink);
    await untilHolds(file, 'good\nnever\n');
  });
});

describe('a value that a config provider gave', () => {
  it('shows neither in dead letters nor in the log, whatever an error says of it', async () => {
    const name = newName();
    await produceLines(bootstrapServers, `${name}-in`, ['no date']);
    await rest.putConfig(name, {
      'connector.class': 'FileStreamSink',
      topics: `${name}-in`,
      file: join(folder.path, `${name}.txt`),
      'value.converter': string,
      transforms: 'date',
      'transforms.date.type': 'org.apache.kafka.connect.transforms.TimestampConverter$Value',
      'transforms.date.target.type': 'unix',
      'transforms.date.format': `\${file:${join(folder.path, 'secrets.properties')}:format}`,
      ...deadLetters(name),
    });
    const [letter] = await lettersIn(name, 1);
    const headers = headersOf(letter as WrittenRecord);
    expect(headers['__connect.errors.exception.message']).toContain('${file:');
    expect(JSON.stringify(headers)).not.toContain(secret);
    const log = await readFile(worker.logFile, 'utf8');
    expect(log).toContain(`Error encountered in task ${name}-0. Executing stage 'TRANSFORMATION'`);
    expect(log).not.toContain(secret);
  });
});
