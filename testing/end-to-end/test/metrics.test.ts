import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metricFamily, metricGroups } from '@sluice/runtime';
import {
  aptPackage,
  makeTempFolder,
  produceLines,
  runProgram,
  startSluiceWorker,
} from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { numberedLines, untilHolds } from '../src/files.ts';

const { bootstrapServers } = inject('kafka');
const string = 'org.apache.kafka.connect.storage.StringConverter';
const lineCount = 3000;
const suffix = randomBytes(4).toString('hex');
const [source, sink, bad] = ['source', 'sink', 'bad'].map((role) => `metrics-${role}-${suffix}`) as [
  string,
  string,
  string,
];
const topic = `metrics-${suffix}`;

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;

beforeAll(async () => {
  folder = await makeTempFolder('metrics');
  worker = await startSluiceWorker({
    bootstrapServers,
    properties: {
      'offset.flush.interval.ms': '200',
      'metric.reporters': 'org.apache.kafka.common.metrics.JmxReporter',
      'metrics.context.team': 'data',
    },
  });
  rest = new ConnectorRest(worker.url);
  const lines = numberedLines(0, lineCount);
  const [input, output] = [join(folder.path, 'in.txt'), join(folder.path, 'out.txt')];
  await writeFile(input, lines);
  await rest.putConfig(source, {
    'connector.class': 'FileStreamSource',
    file: input,
    topic,
    'value.converter': string,
    transforms: 'none',
    'transforms.none.type': 'org.apache.kafka.connect.transforms.Filter',
    'transforms.none.predicate': 'tombstone',
    predicates: 'tombstone',
    'predicates.tombstone.type': 'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
  });
  await rest.putConfig(sink, {
    'connector.class': 'FileStreamSink',
    file: output,
    topics: topic,
    'value.converter': string,
  });
  await untilHolds(output, lines);
});

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

async function scrape(names = 'plain'): Promise<string> {
  const response = await fetch(`${worker.url}/metrics?names=${names}`);
  expect(response.status).toBe(200);
  return response.text();
}

/** The value of a line of the text, `undefined` when there is none. */
function valueOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const shown = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const wanted = shown.length === 0 ? name : `${name}{${shown.join()}}`;
  const line = text.split('\n').find((each) => each.startsWith(`${wanted} `));
  return line === undefined ? undefined : Number(line.slice(wanted.length + 1));
}

const ofSource = { connector: source, task: '0' };
const ofSink = { connector: sink, task: '0' };

describe('the metrics of a worker that moves records', () => {
  it('are counts of these records', async () => {
    await expect
      .poll(async () =>
        valueOf(await scrape(), 'sluice_sink_partition_metrics_records_uncommitted', {
          ...ofSink,
          topic,
          partition: '0',
        }),
      )
      .toBe(0);
    const text = await scrape();
    const counts = {
      kafka_connect_source_task_metrics_source_record_poll_total: ofSource,
      kafka_connect_source_task_metrics_source_record_write_total: ofSource,
      kafka_connect_sink_task_metrics_sink_record_read_total: ofSink,
      kafka_connect_sink_task_metrics_sink_record_send_total: ofSink,
      sluice_task_flow_metrics_end_to_end_latency_ms_count: ofSink,
      kafka_producer_producer_metrics_record_send_total: { client_id: `connector-producer-${source}-0` },
      kafka_consumer_consumer_fetch_manager_metrics_records_consumed_total: {
        client_id: `connector-consumer-${sink}-0`,
      },
    };
    for (const [name, labels] of Object.entries(counts)) {
      expect([name, valueOf(text, name, labels)]).toEqual([name, lineCount]);
    }
    expect(
      valueOf(text, 'sluice_sink_partition_metrics_records_lag', { ...ofSink, topic, partition: '0' }),
    ).toBe(0);
    expect(valueOf(text, 'kafka_connect_source_task_metrics_source_record_active_count', ofSource)).toBe(0);
    expect(
      valueOf(text, 'kafka_connect_connector_task_metrics_status', { ...ofSink, status: 'running' }),
    ).toBe(1);
    expect(text).toMatch(
      new RegExp(
        `^sluice_task_health_metrics_health\\{connector="${source}",task="0",health="(?:healthy|starved)"\\} 1$`,
        'm',
      ),
    );
    expect(valueOf(text, 'sluice_task_flow_metrics_transform_time_ms_total', ofSource)).toBeGreaterThan(0);
    expect(valueOf(text, 'sluice_task_flow_metrics_conversion_time_ms_total', ofSink)).toBeGreaterThan(0);
    expect(text).toMatch(/^sluice_metrics_context_info\{team="data",connect_kafka_cluster_id="[^"]+"\} 1$/m);
  });

  it.each(['plain', 'rules'] as const)('have every documented name (%s)', async (names) => {
    const text = await scrape(names);
    // A worker that stands alone is in no group, and these sources are not exactly-once.
    const absent = (group: string, name: string): boolean =>
      group === 'rebalance' || name.startsWith('transaction-size');
    for (const group of metricGroups) {
      for (const name of Object.keys(group.metrics)) {
        const family = metricFamily(group, name, names);
        expect([family, text.includes(`# TYPE ${family} `)]).toEqual([family, !absent(group.id, name)]);
      }
    }
  });

  it.each(['plain', 'rules'])('are text that Prometheus reads (%s)', async (names) => {
    const promtool = await aptPackage('prometheus', 'promtool');
    const file = join(folder.path, `${names}.txt`);
    await writeFile(file, await scrape(names));
    const { exitCode, stdout, stderr } = await runProgram('sh', [
      '-c',
      `'${promtool}' check metrics < '${file}'`,
    ]);
    // 3 is advice about names, which are Kafka's.
    expect([0, 3]).toContain(exitCode);
    expect(stdout + stderr).not.toMatch(/error while linting|invalid|parsing|duplicate|collected before/i);
  });

  it('tell at the start what is there in place of Java’s reporters', async () => {
    const { stdout } = await runProgram('grep', ['Metric reporters', worker.logFile]);
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'warn',
      reporters: 'org.apache.kafka.common.metrics.JmxReporter',
    });
  });
});

/** As Kafka Connect logs a record that the converter of its value cannot read. */
const failedConversion =
  `Error encountered in task ${bad}-0. Executing stage 'VALUE_CONVERTER' ` +
  "with class 'org.apache.kafka.connect.json.JsonConverter'.";

describe('a task that failed', () => {
  it('keeps its metrics, and its last lines say why, without secrets', async () => {
    await produceLines(bootstrapServers, bad, ['"one"', '{"two"']);
    await rest.putConfig(bad, {
      'connector.class': 'FileStreamSink',
      file: join(folder.path, 'bad.txt'),
      topics: bad,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'errors.log.enable': 'true',
      'consumer.override.ssl.truststore.password': 'two-or-three',
    });
    await rest.untilTaskIs(bad, 'FAILED');
    const text = await scrape();
    const labels = { connector: bad, task: '0' };
    expect(
      valueOf(text, 'kafka_connect_connector_task_metrics_status', { ...labels, status: 'failed' }),
    ).toBe(1);
    expect(valueOf(text, 'kafka_connect_task_error_metrics_total_record_errors', labels)).toBe(1);
    expect(
      valueOf(text, 'sluice_restart_metrics_restart_phase', {
        connector: bad,
        part: '0',
        restart_phase: 'given-up',
      }),
    ).toBe(1);
    expect(text).not.toContain(`sluice_task_health_metrics_health{connector="${bad}"`);
    expect(
      valueOf(text, 'kafka_connect_connect_worker_metrics_connector_failed_task_count', { connector: bad }),
    ).toBe(1);
    const response = await fetch(`${worker.url}/connectors/${bad}/tasks/0/logs?lines=50`);
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      lines.every(
        (line) => line['connector'] === bad && line['task'] === 0 && typeof line['stage'] === 'string',
      ),
    ).toBe(true);
    expect(lines).toContainEqual(
      expect.objectContaining({ stage: 'VALUE_CONVERTER', msg: failedConversion }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'The task ended with an error' }));
    expect(JSON.stringify(lines)).not.toContain('two-or-three');
  });
});

describe('the level of a logger', () => {
  it('is set in the threads of tasks too', async () => {
    const name = 'org.apache.kafka.connect.runtime.errors';
    const set = (level: string) =>
      fetch(`${worker.url}/admin/loggers/${name}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ level }),
      });
    const messages = async (): Promise<string[]> => {
      const text = await (await fetch(`${worker.url}/connectors/${bad}/tasks/0/logs`)).text();
      return [...text.matchAll(/"msg":"([^"]*)"/g)].map(([, message]) => message ?? '');
    };
    const times = (all: readonly string[], message: string) => all.filter((each) => each === message).length;
    expect(await (await set('OFF')).json()).toEqual([name, `${name}.LogReporter`]);
    await rest.restart(bad);
    await expect.poll(async () => times(await messages(), 'The task ended with an error')).toBe(2);
    expect(times(await messages(), failedConversion)).toBe(1);
    await set('INFO');
    await rest.restart(bad);
    await expect.poll(async () => times(await messages(), failedConversion)).toBe(2);
  });
});
