import type { SourceRecord, SourceTask, SourceTaskContext } from '@sluice/connect-api';
import { isInShare, shareOf, Wakeup, type Share } from '@sluice/connector-tasks';
import type { PrometheusSourceConfig } from './config.ts';
import { Discovery } from './discovery/discover.ts';
import { identityOf, targetsOf, type TargetDefaults } from './discovery/target.ts';
import { parseRelabelRules } from './relabel/relabel-rules.ts';
import { FollowedTarget } from './scrape/followed-target.ts';
import { HttpReader } from './scrape/http-reader.ts';
import { scrape, type ScrapeParts } from './scrape/scrape.ts';
import { ScrapeCounters } from './scrape-counters.ts';

/** Scrapes the targets of its share, each at its times. */
export class PrometheusSourceTask implements SourceTask {
  readonly #config: PrometheusSourceConfig;
  readonly #context: SourceTaskContext;
  readonly #pollWaitMs: number;
  readonly #counters = new ScrapeCounters();
  readonly #wakeup: Wakeup;
  readonly #http: HttpReader;
  readonly #discovery: Discovery;
  readonly #parts: ScrapeParts;
  readonly #defaults: TargetDefaults;
  readonly #targets = new Map<string, FollowedTarget>();
  #queue: SourceRecord[] = [];
  #share: Share = { index: 0, count: 1 };
  #nextDiscoveryMs = 0;
  #isDiscovering = false;

  /** @throws ConfigError when a file of certificates cannot be read. */
  constructor(config: PrometheusSourceConfig, context: SourceTaskContext, pollWaitMs = 1000) {
    this.#config = config;
    this.#context = context;
    this.#pollWaitMs = pollWaitMs;
    this.#wakeup = new Wakeup(context.signal);
    this.#http = new HttpReader(config);
    const { signal, log } = context;
    this.#discovery = new Discovery({ config, http: this.#http, log, signal });
    this.#defaults = {
      job: config.job,
      scheme: config.scheme,
      path: config['metrics.path'],
      rules: parseRelabelRules(config['relabel.targets']),
    };
    const settings = {
      timeoutMs: config['scrape.timeout.ms'],
      maxBytes: config['body.size.limit'],
      maxMetrics: config['sample.limit'],
      honorLabels: config['honor.labels'],
      rules: parseRelabelRules(config['relabel.metrics']),
    };
    this.#parts = { http: this.#http, settings, signal };
  }

  async start(): Promise<void> {
    this.#counters.register(this.#context.metrics, {
      targetCount: () => this.#targets.size,
      downCount: () => [...this.#targets.values()].filter(({ problem }) => problem !== null).length,
      queuedCount: () => this.#queue.length,
    });
    this.#share = shareOf(this.#context.task, await this.#context.configs());
    await this.#discover();
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const deadlineMs = Date.now() + this.#pollWaitMs;
    while (!this.#context.signal.aborted) {
      this.#beginDue();
      if (this.#queue.length > 0) return this.#takeQueue();
      const leftMs = deadlineMs - Date.now();
      if (leftMs <= 0) return null;
      await this.#wakeup.wait(Math.min(leftMs, this.#untilDueMs()));
    }
    return null;
  }

  stop(): void {
    this.#wakeup.close();
    this.#http.close();
  }

  #takeQueue(): readonly SourceRecord[] {
    const records = this.#queue;
    this.#queue = [];
    return records;
  }

  /** Begins what is due; nothing here waits. */
  #beginDue(): void {
    const nowMs = Date.now();
    if (nowMs >= this.#nextDiscoveryMs && !this.#isDiscovering) void this.#discover();
    for (const target of this.#targets.values()) {
      if (nowMs < target.dueAtMs) continue;
      this.#counters.leftOut += target.due(nowMs);
      const isFull = this.#queue.length >= this.#config['max.queued.metrics'];
      if (target.isBeingScraped || isFull) this.#counters.leftOut += 1;
      else void this.#scrape(target);
    }
  }

  #untilDueMs(): number {
    let firstMs = this.#nextDiscoveryMs;
    for (const { dueAtMs } of this.#targets.values()) firstMs = Math.min(firstMs, dueAtMs);
    return Math.max(1, firstMs - Date.now());
  }

  async #scrape(followed: FollowedTarget): Promise<void> {
    followed.isBeingScraped = true;
    const before = followed.problem;
    const result = await scrape(followed.target, this.#parts);
    followed.isBeingScraped = false;
    if (this.#context.signal.aborted || !this.#targets.has(identityOf(followed.target))) return;
    this.#counters.scrapes += 1;
    if (result.problem !== null) this.#counters.failed += 1;
    this.#add(followed.recordsOf(result, this.#config.topic));
    if (result.problem !== null && result.problem !== before) {
      const fields = { target: followed.target.url, reason: result.problem };
      this.#context.log.warn(fields, 'A target cannot be scraped; it is down until it can');
    }
  }

  #add(records: readonly SourceRecord[]): void {
    for (const record of records) this.#queue.push(record);
    this.#wakeup.wake();
  }

  async #discover(): Promise<void> {
    this.#isDiscovering = true;
    const groups = await this.#discovery.groups();
    this.#isDiscovering = false;
    const nowMs = Date.now();
    this.#nextDiscoveryMs = nowMs + this.#config['targets.refresh.ms'];
    const found = new Map(
      targetsOf(groups, this.#defaults)
        .filter((target) => isInShare(target.url, this.#share))
        .map((target) => [identityOf(target), target]),
    );
    for (const [identity, followed] of this.#targets) {
      if (found.has(identity)) continue;
      this.#targets.delete(identity);
      this.#add(followed.end(this.#config.topic, nowMs));
    }
    for (const [identity, target] of found) {
      if (this.#targets.has(identity)) continue;
      this.#targets.set(identity, new FollowedTarget(target, this.#config['scrape.interval.ms'], nowMs));
    }
    this.#wakeup.wake();
  }
}
