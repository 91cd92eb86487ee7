import type { SourceRecord } from '@sluice/connect-api';
import { identityOf, type Target } from '../discovery/target.ts';
import { gauge, metricRecord, type MetricPlace } from '../records/metric-records.ts';
import type { Metric } from '../records/metric.ts';
import { nextScrapeMs, scrapeOffsetMs } from './scrape-schedule.ts';
import type { Scrape } from './scrape.ts';

/** A target over its scrapes: when the next one is due, and which series it had. */
export class FollowedTarget {
  readonly target: Target;
  /** Why the last scrape failed; `null` where it did not. */
  problem: string | null = null;
  isBeingScraped = false;
  dueAtMs: number;
  readonly #intervalMs: number;
  readonly #offsetMs: number;
  #series: ReadonlyMap<string, Metric> = new Map();

  constructor(target: Target, intervalMs: number, nowMs: number) {
    this.target = target;
    this.#intervalMs = intervalMs;
    this.#offsetMs = scrapeOffsetMs(identityOf(target), intervalMs);
    this.dueAtMs = nextScrapeMs(nowMs, intervalMs, this.#offsetMs);
  }

  /**
   * Its time has come: the next one is after now, however long this one takes. Returns how many times have come before this
   * one and gone by since, because nobody asked.
   */
  due(nowMs: number): number {
    const missed = Math.floor((nowMs - this.dueAtMs) / this.#intervalMs);
    this.dueAtMs = nextScrapeMs(nowMs, this.#intervalMs, this.#offsetMs);
    return missed;
  }

  /** The records of a scrape: its metrics, `up` and what belongs to that, and series that have ended. */
  recordsOf({ metrics, problem, startedAtMs, durationMs }: Scrape, topic: string): SourceRecord[] {
    const place = { topic, from: this.target.url, timestampMs: startedAtMs };
    const records = [...metrics.values()].map((metric) => metricRecord(metric, place));
    records.push(...this.#ended(metrics, place));
    this.#series = metrics;
    this.problem = problem;
    const { labels } = this.target;
    const about: readonly (readonly [string, number])[] = [
      ['up', problem === null ? 1 : 0],
      ['scrape_duration_seconds', durationMs / 1000],
      ['scrape_samples_scraped', metrics.size],
    ];
    return [...records, ...about.map(([name, value]) => metricRecord(gauge(name, value, labels), place))];
  }

  /** All its series have ended: nobody scrapes it any more. */
  end(topic: string, timestampMs: number): SourceRecord[] {
    return this.#ended(new Map(), { topic, from: this.target.url, timestampMs });
  }

  #ended(now: ReadonlyMap<string, Metric>, place: MetricPlace): SourceRecord[] {
    return [...this.#series]
      .filter(([series]) => !now.has(series))
      .map(([, metric]) => metricRecord({ ...metric, timestampMs: null }, place, true));
  }
}
