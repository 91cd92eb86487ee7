import { readRecords } from '../../targets/read-records.ts';

interface WatchedSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Watched<Name extends string> {
  /** One for each connector, with its name. */
  readonly topics: readonly string[];
  /** Tasks as `connector-number`; the number is the key of each record. */
  readonly watched: readonly string[];
  readonly spans: Readonly<Record<Name, WatchedSpan>>;
}

/** The longest time within each span in which any of the tasks made no record, by the timestamps of the records. */
export async function longestPausesMs<Name extends string>(
  bootstrapServers: string,
  { topics, watched, spans }: Watched<Name>,
): Promise<Record<Name, number>> {
  const stamps = await stampsByTask(bootstrapServers, topics);
  const longest = (span: WatchedSpan): number =>
    Math.max(...watched.map((task) => longestGapMs(stamps.get(task) ?? [], span)));
  const pauses = Object.entries<WatchedSpan>(spans).map(([name, span]) => [name, longest(span)]);
  return Object.fromEntries(pauses) as Record<Name, number>;
}

/** The longest time without any of the moments, from the beginning of a span to its end. */
export function longestGapMs(moments: readonly number[], { fromMs, toMs }: WatchedSpan): number {
  const within = moments.filter((ms) => ms > fromMs && ms < toMs).sort((left, right) => left - right);
  const bounds = [fromMs, ...within, toMs];
  return Math.max(...bounds.slice(1).map((ms, index) => ms - (bounds[index] ?? fromMs)));
}

async function stampsByTask(
  bootstrapServers: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const byTask = new Map<string, number[]>();
  await readRecords(bootstrapServers, topics, ({ key, timestampMs }, topic) => {
    const task = `${topic}-${String(key)}`;
    const stamps = byTask.get(task) ?? [];
    byTask.set(task, stamps);
    stamps.push(timestampMs);
  });
  return byTask;
}
