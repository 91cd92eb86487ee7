import type { SourceRecord, SourceTask, SourceTaskContext } from '@sluice/connect-api';
import { shareOf } from '@sluice/connector-tasks';
import type { LogSourceConfig } from './config.ts';
import { LogCounters } from './log-counters.ts';
import { showLogMetrics } from './log-metrics.ts';
import { LogSet } from './log-set.ts';

/** Follows the logs of its share, in turns. */
export class LogSourceTask implements SourceTask {
  readonly #config: LogSourceConfig;
  readonly #context: SourceTaskContext;
  /** How long `poll` waits for lines before it returns with none. */
  readonly #pollWaitMs: number;
  #logs: LogSet | null = null;

  constructor(config: LogSourceConfig, context: SourceTaskContext, pollWaitMs = 1000) {
    this.#pollWaitMs = pollWaitMs;
    this.#config = config;
    this.#context = context;
  }

  async start(): Promise<void> {
    const share = shareOf(this.#context.task, await this.#context.configs());
    const counters = new LogCounters();
    this.#logs = new LogSet({ config: this.#config, context: this.#context, counters, share });
    showLogMetrics(this.#context.metrics, counters, this.#logs);
    await this.#logs.start();
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const deadlineMs = performance.now() + this.#pollWaitMs;
    const { signal } = this.#context;
    while (!signal.aborted && this.#logs !== null) {
      const records = await this.#logs.read();
      if (records.length > 0) return records;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return null;
      await this.#logs.wait(leftMs);
    }
    return null;
  }

  async stop(): Promise<void> {
    await this.#logs?.close();
  }
}
