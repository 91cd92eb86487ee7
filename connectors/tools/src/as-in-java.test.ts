import { readFileSync } from 'node:fs';
import type {
  SinkTaskContext,
  SourceConnectorPlugin,
  SourceTask,
  SourceTaskContext,
} from '@sluice/connect-api';
import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plugins } from './index.ts';
import { verifiableSink, verifiableSource, schemaSource } from './plugin.ts';
import type { WriteText } from './output/standard-output.ts';
import { SchemaSourceTask } from './schema/schema-source-task.ts';
import { VerifiableSinkTask } from './verifiable/verifiable-sink-task.ts';
import { VerifiableSourceTask } from './verifiable/verifiable-source-task.ts';

interface Recorded {
  readonly printed: Readonly<
    Record<
      'verifiableSource' | 'verifiableSink' | 'verifiableSinkFlushed' | 'schemaSource',
      readonly string[]
    >
  >;
  readonly records: Readonly<
    Record<'vt' | 'vc' | 'st', readonly { readonly key: string; readonly value: string }[]>
  >;
}

const java = JSON.parse(
  readFileSync(new URL('fixtures/java-worker.json', import.meta.url), 'utf8'),
) as Recorded;

const json = 'org.apache.kafka.connect.json.JsonConverter';
const tools = 'org.apache.kafka.connect.tools';

let worker: TestWorker;
let printed: string[] = [];

const write: WriteText = (text) => {
  printed.push(...text.split('\n').slice(0, -1));
  return Promise.resolve();
};

const withoutTimes = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/"time_ms":\d+/, '"time_ms":0'));

/** Lines of one kind, once there are so many. */
const untilPrinted = (pattern: RegExp, count: number): Promise<string[]> =>
  waitFor(`${count} lines like ${pattern.source}`, () => {
    const lines = withoutTimes(printed).filter((line) => pattern.test(line));
    return lines.length >= count ? lines.slice(0, count) : undefined;
  });

const mocks = plugins.filter(({ className }) => className.includes('Mock'));
const printing = [
  sourceWith((context) => new VerifiableSourceTask(context, write), verifiableSource),
  sourceWith((context) => new SchemaSourceTask(context, write), schemaSource),
  {
    ...verifiableSink,
    createTask: (_config: unknown, context: SinkTaskContext) => new VerifiableSinkTask(context, write),
  },
];

function sourceWith(
  newTask: (context: SourceTaskContext) => SourceTask,
  plugin: SourceConnectorPlugin,
): SourceConnectorPlugin {
  return { ...plugin, createTask: (_config, context) => newTask(context) };
}

beforeEach(async () => {
  printed = [];
  worker = await startTestWorker({
    plugins: [...mocks, ...printing],
    properties: { 'key.converter': json, 'value.converter': json },
  });
});

afterEach(async () => {
  await worker.stop();
});

describe('as on a Java worker', () => {
  it('VerifiableSource and VerifiableSink print and write the same', async () => {
    await worker.createTopic('vt');
    await worker.putConnector('vs', {
      name: 'vs',
      'connector.class': `${tools}.VerifiableSourceConnector`,
      'tasks.max': '2',
      topic: 'vt',
      throughput: '2',
    });
    await worker.putConnector('vk', { name: 'vk', 'connector.class': 'VerifiableSink', topics: 'vt' });
    for (const pattern of [/^\{"task":0,.*"vs"/, /^\{"committed":true,"task":0,.*"vs"/]) {
      const recorded = withoutTimes(java.printed.verifiableSource).filter((line) => pattern.test(line));
      expect(await untilPrinted(pattern, 2)).toEqual(recorded);
    }
    const ours = await worker.read('vt', 4);
    for (const [index, record] of java.records.vt.entries()) {
      const task = String(index);
      expect(ours.find(({ key }) => key?.includes(`"payload":${task}`))).toMatchObject(record);
    }
    const withoutOffset = (lines: readonly string[]): string[] =>
      withoutTimes(lines).map((line) => line.replace(/"offset":\d+/, '"offset":0'));
    const seen = withoutOffset(await untilPrinted(/"vk".*"sinkTask":0\}$/, 4));
    expect(seen).toEqual(expect.arrayContaining(withoutOffset(java.printed.verifiableSink)));
    const flushed = withoutOffset(await untilPrinted(/"vk".*"flushed":true\}$/, 4));
    expect(flushed).toEqual(expect.arrayContaining(withoutOffset(java.printed.verifiableSinkFlushed)));
  });

  it('VerifiableSource writes complete values', async () => {
    await worker.putConnector('vc', {
      name: 'vc',
      'connector.class': 'VerifiableSource',
      topic: 'vc',
      throughput: '100',
      'complete.record.data': 'TRUE',
    });
    const [first] = await worker.read('vc', 1);
    const [recorded] = java.records.vc;
    const timeless = (text: string | null | undefined) => text?.replace(/"time_ms":\d+/, '"time_ms":0');
    expect(timeless(first?.value)).toBe(timeless(recorded?.value));
    expect(first?.key).toBe(recorded?.key);
    const [committed] = await untilPrinted(/"committed"/, 1);
    expect(JSON.parse(committed ?? '')).toMatchObject({ seqno: { name: 'vc', seqno: 0 } });
  });

  it('SchemaSource makes so many records of two schemas, and prints them', async () => {
    await worker.putConnector('ss', {
      name: 'ss',
      'connector.class': `${tools}.SchemaSourceConnector`,
      topic: 'st',
      throughput: '-1',
      'num.messages': '5',
      'multiple.schema': 'true',
      'partition.count': '2',
    });
    const records = await worker.read('st', 5);
    expect(records.map(({ key, value }) => ({ key, value }))).toEqual(java.records.st);
    expect(printed).toEqual(java.printed.schemaSource);
  });

  it.each([
    ['VerifiableSource', { topic: 't' }],
    ['VerifiableSource', { throughput: '1' }],
    ['SchemaSource', { topic: 't', throughput: 'x', 'num.messages': '1' }],
    ['SchemaSource', { topic: 't', throughput: '1', 'num.messages': '1', 'partition.count': '0' }],
  ])('a %s whose task cannot read %j is accepted, and its task fails', async (name, config) => {
    const properties = { name: 'bad', 'connector.class': name, ...config } as Readonly<
      Record<string, string>
    >;
    expect((await worker.validate(properties)).error_count).toBe(0);
    await worker.putConnector('bad', properties);
    expect(await worker.untilFailed('bad')).toContain(
      `org.apache.kafka.connect.errors.ConnectException: Invalid ${name}Task configuration`,
    );
  });

  it.each(['MockSource', 'MockSink'])('the only task of a %s fails after the delay', async (name) => {
    const startMs = performance.now();
    await worker.putConnector('mock', {
      name: 'mock',
      'connector.class': name,
      'tasks.max': '3',
      ...(name === 'MockSink' ? { topics: 't' } : {}),
      mock_mode: 'task-failure',
      delay_ms: '300',
    });
    expect(await worker.untilFailed('mock')).toContain('java.lang.RuntimeException');
    expect(performance.now() - startMs).toBeGreaterThan(290);
    const { connector, tasks } = await worker.status('mock');
    expect([connector.state, tasks.length]).toEqual(['RUNNING', 1]);
  });

  it.each(['MockSource', 'MockSink'])('a %s fails after the delay, and its task runs on', async (name) => {
    await worker.putConnector('mock', {
      name: 'mock',
      'connector.class': name,
      ...(name === 'MockSink' ? { topics: 't' } : {}),
      mock_mode: 'connector-failure',
      delay_ms: '300',
    });
    await worker.untilRunning('mock');
    const failed = await waitFor('the connector to fail', async () => {
      const status = await worker.status('mock');
      return status.connector.state === 'FAILED' ? status : undefined;
    });
    expect(failed.connector.trace).toContain('java.lang.RuntimeException');
    expect(failed.tasks.map(({ state }) => state)).toEqual(['RUNNING']);
  });

  it('a delay that is no number fails the task of a mock', async () => {
    const config = { name: 'mock', 'connector.class': 'MockSource', mock_mode: 'task-failure' };
    await worker.putConnector('mock', { ...config, delay_ms: 'abc' });
    expect(await worker.untilFailed('mock')).toContain(
      'java.lang.NumberFormatException: For input string: "abc"',
    );
  });
});
