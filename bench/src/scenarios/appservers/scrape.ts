import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceProcess, waitFor } from '@sluice/testing-services';
import type { Measurements } from '../../metrics.ts';
import { workers } from '../../workers/all-workers.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { withOneCoreWorker } from './one-core-worker.ts';
import { readRecords } from '../../targets/read-records.ts';
import { createTimedTopic, quantile } from './timed-topic.ts';

const targetProgram = join(import.meta.dirname, '../../programs/metric-targets.ts');
const targets = 1000;
const intervalMs = 10_000;
const warmUpMs = 2 * intervalMs;
const measuredMs = 3 * intervalMs;

/** From the answer of a target, which says when it answered, to its metrics in their topic. */
export const scrape: Scenario = {
  summary: `PrometheusSource on one core scrapes ${targets} targets every ${intervalMs / 1000} s, 24 metrics each`,
  contenders: { sluice: workers.sluice },
  metrics: ['latencyP50Ms', 'latencyP99Ms', 'coresUsed', 'peakRssMib'],
  bars: [
    { metric: 'latencyP99Ms', atMost: 100 },
    { metric: 'coresUsed', atMost: 1 },
  ],
  prepare: (stage) =>
    Promise.resolve(async ({ name }) => {
      const { process, port } = await startTargets(join(stage.folder, `${name}.log`));
      try {
        return await measure(stage, name, port);
      } finally {
        await process.stop(1000);
      }
    }),
};

async function startTargets(
  logFile: string,
): Promise<{ readonly process: ServiceProcess; readonly port: number }> {
  const args = [targetProgram];
  const service = await ServiceProcess.start({
    name: 'the targets',
    command: process.execPath,
    args,
    logFile,
  });
  const port = await waitFor(
    'the targets to listen',
    () => Number(/^(\d+)$/m.exec(service.logTail())?.[1] ?? 0) || undefined,
  );
  return { process: service, port };
}

async function measure(stage: Stage, topic: string, port: number): Promise<Measurements> {
  await createTimedTopic(stage.kafka, topic);
  const list = join(stage.folder, `${topic}-targets.json`);
  const groups = Array.from({ length: targets }, (_none, index) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { __metrics_path__: `/targets/${index}`, instance: `app-${index}` },
  }));
  await writeFile(list, JSON.stringify(groups));
  const connector = {
    name: topic,
    'connector.class': 'PrometheusSource',
    'tasks.max': '1',
    topic,
    'targets.files': list,
    'scrape.interval.ms': String(intervalMs),
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
  };
  return withOneCoreWorker(stage, connector, async (worker) => {
    await sleep(warmUpMs);
    const fromMs = Date.now();
    const used = await worker.during(() => sleep(measuredMs));
    return { ...(await latencies(stage, topic, { fromMs, toMs: fromMs + measuredMs })), ...used };
  });
}

interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

interface MetricJson {
  readonly name: string;
  readonly value: number;
  readonly instance: string;
  readonly timestamp: number;
}

/** Of each record of the scrapes that began in a period. @throws Error when scrapes are missing. */
async function latencies(stage: Stage, topic: string, { fromMs, toMs }: Period): Promise<Measurements> {
  const answeredMs = new Map<string, number>();
  const appendedMs = new Map<string, number[]>();
  await readRecords(stage.kafka.bootstrapServers, [topic], ({ value: text, timestampMs: atMs }) => {
    const { name, value, instance, timestamp } = JSON.parse(String(text)) as MetricJson;
    if (timestamp < fromMs || timestamp >= toMs - 1000) return;
    const scraped = `${instance} ${timestamp}`;
    if (name === 'bench_answered_ms') answeredMs.set(scraped, value);
    appendedMs.set(scraped, [...(appendedMs.get(scraped) ?? []), atMs]);
  });
  const expected = (targets * (toMs - fromMs - 1000)) / intervalMs;
  if (answeredMs.size < 0.98 * expected)
    throw new Error(`${answeredMs.size} of ${expected} scrapes are in the topic`);
  const all = [...appendedMs].flatMap(([scraped, times]) => {
    const answered = answeredMs.get(scraped);
    if (answered === undefined) throw new Error(`The scrape ${scraped} failed`);
    return times.map((time) => time - answered);
  });
  return { latencyP50Ms: quantile(all, 0.5), latencyP99Ms: quantile(all, 0.99) };
}
