import { DataError } from '@sluice/connect-api';
import { parseExposition } from '../exposition/parse-exposition.ts';
import { metricsOf, seriesText, type Metric } from '../records/metric.ts';
import { relabel, type RelabelRule } from '../relabel/relabel.ts';
import type { Target } from '../discovery/target.ts';
import type { HttpReader, HttpText } from './http-reader.ts';

const accept =
  'application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,text/plain;q=0.3';

export interface ScrapeSettings {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** A scrape with more metrics is refused as a whole; 0 is no limit. */
  readonly maxMetrics: number;
  readonly honorLabels: boolean;
  readonly rules: readonly RelabelRule[];
}

/** What came of a scrape. */
export interface Scrape {
  readonly target: Target;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** By their series. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Why there are none; `null` where it went well. */
  readonly problem: string | null;
}

export interface ScrapeParts {
  readonly http: HttpReader;
  readonly settings: ScrapeSettings;
  readonly signal: AbortSignal;
}

/** Scrapes an endpoint once; never rejects. */
export async function scrape(target: Target, { http, settings, signal }: ScrapeParts): Promise<Scrape> {
  const startedAtMs = Date.now();
  const began = performance.now();
  const ended = (metrics: Scrape['metrics'], problem: string | null): Scrape => ({
    target,
    startedAtMs,
    durationMs: performance.now() - began,
    metrics,
    problem,
  });
  try {
    const { timeoutMs, maxBytes } = settings;
    const text = await http.read(target.url, { accept, timeoutMs, maxBytes, signal });
    return ended(readMetrics(text, target, settings), null);
  } catch (error) {
    return ended(new Map(), (error as Error).message);
  }
}

/** @throws DataError for what is no exposition, too much of it, or the same series twice. */
function readMetrics(
  { body, contentType }: HttpText,
  target: Target,
  { maxMetrics, honorLabels, rules }: Pick<ScrapeSettings, 'maxMetrics' | 'honorLabels' | 'rules'>,
): Map<string, Metric> {
  if (/^\s*</.test(body)) throw new DataError('The answer is HTML, not metrics; see that the path is right');
  const format = contentType.startsWith('application/openmetrics-text') ? 'openmetrics' : 'prometheus';
  const metrics = new Map<string, Metric>();
  for (const family of parseExposition(body, format)) {
    for (const metric of metricsOf(family)) {
      const labelled = withLabels(metric, target, { honorLabels, rules });
      if (labelled === null) continue;
      const series = seriesText(labelled.name, labelled.labels);
      if (metrics.has(series)) throw new DataError(`The series ${series} stands there twice`);
      metrics.set(series, labelled);
      if (maxMetrics > 0 && metrics.size > maxMetrics) {
        throw new DataError(`There are more than ${maxMetrics} metrics (sample.limit); none is taken`);
      }
    }
  }
  return metrics;
}

/** With the labels of its target; where both have one, that of the metric becomes `exported_…`, unless it is honoured. */
function withLabels(
  metric: Metric,
  { labels: own }: Target,
  { honorLabels, rules }: Pick<ScrapeSettings, 'honorLabels' | 'rules'>,
): Metric | null {
  const labels = new Map(metric.labels);
  for (const [name, value] of own) {
    const given = labels.get(name);
    if (given !== undefined && honorLabels) continue;
    if (given !== undefined) labels.set(`exported_${name}`, given);
    labels.set(name, value);
  }
  labels.set('__name__', metric.name);
  const changed = relabel(labels, rules);
  const name = changed?.get('__name__') ?? '';
  if (changed === null || name === '') return null;
  const kept = [...changed].filter(([label]) => !label.startsWith('__'));
  return { ...metric, name, labels: new Map(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
