import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurements } from '../../metrics.ts';
import { workers } from '../../workers/all-workers.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { withOneCoreWorker } from './one-core-worker.ts';
import { readRecords } from '../../targets/read-records.ts';
import { createTimedTopic, quantile } from './timed-topic.ts';

const linesPerSecond = 10_000;
const tickMs = 5;
const warmUpMs = 10_000;
const measuredMs = 20_000;
const padding = 'x'.repeat(85);

/** From the writing of a line, which says when that was, to the line in its topic. */
export function logLatency(files: number): Scenario {
  return {
    summary: `LogSource on one core follows ${files} files, ${linesPerSecond} lines/s of 100 bytes in all`,
    contenders: { sluice: workers.sluice },
    metrics: ['latencyP50Ms', 'latencyP99Ms', 'coresUsed', 'peakRssMib'],
    bars: [{ metric: 'latencyP99Ms', atMost: 50 }],
    prepare: (stage) => Promise.resolve(({ name }) => measure(stage, name, files)),
  };
}

async function measure(stage: Stage, topic: string, files: number): Promise<Measurements> {
  await createTimedTopic(stage.kafka, topic);
  const folder = join(stage.folder, topic);
  mkdirSync(folder);
  const logs = Array.from({ length: files }, (_none, index) => join(folder, `app-${index}x.log`));
  for (const log of logs) writeFileSync(log, '');
  const connector = {
    name: topic,
    'connector.class': 'LogSource',
    'tasks.max': '1',
    topic,
    paths: `${folder}/*.log`,
    'max.open.files': String(files + 10),
  };
  return withOneCoreWorker(stage, connector, async (worker) => {
    const writer = new LineWriter(logs);
    await writer.writeFor(warmUpMs);
    const fromMs = Date.now();
    const used = await worker.during(() => writer.writeFor(measuredMs));
    await sleep(1000);
    return { ...(await latencies({ stage, topic, fromMs, written: writer.written })), ...used };
  });
}

/** Writes lines at their rate into one file after the other. */
class LineWriter {
  readonly #logs: readonly string[];
  #written = 0;

  constructor(logs: readonly string[]) {
    this.#logs = logs;
  }

  get written(): number {
    return this.#written;
  }

  async writeFor(durationMs: number): Promise<void> {
    const beganMs = performance.now();
    const before = this.#written;
    for (let passedMs = 0; passedMs < durationMs; passedMs = performance.now() - beganMs) {
      const due = before + (passedMs / 1000) * linesPerSecond;
      while (this.#written < due) this.#writeOne();
      await sleep(tickMs);
    }
  }

  #writeOne(): void {
    const log = this.#logs[this.#written % this.#logs.length] ?? '';
    appendFileSync(log, `${Date.now()} ${padding}\n`);
    this.#written += 1;
  }
}

interface Written {
  readonly stage: Stage;
  readonly topic: string;
  readonly fromMs: number;
  readonly written: number;
}

async function latencies({ stage, topic, fromMs, written }: Written): Promise<Measurements> {
  const all: number[] = [];
  let lines = 0;
  await readRecords(stage.kafka.bootstrapServers, [topic], ({ value, timestampMs: appendedAtMs }) => {
    lines += 1;
    const line = String(value);
    const writtenAtMs = Number(line.slice(0, line.indexOf(' ')));
    if (writtenAtMs >= fromMs) all.push(appendedAtMs - writtenAtMs);
  });
  if (lines !== written) throw new Error(`${lines} lines are in the topic, ${written} were written`);
  return { latencyP50Ms: quantile(all, 0.5), latencyP99Ms: quantile(all, 0.99) };
}
