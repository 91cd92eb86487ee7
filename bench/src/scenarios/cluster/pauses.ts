import { Consumer, parseConsumerSettings } from '@sluice/kafka-client';

interface WatchedSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Watched {
  /** One for each connector, with its name. */
  readonly topics: readonly string[];
  /** Tasks as `connector-number`; the number is the key of each record. */
  readonly watched: readonly string[];
  readonly span: WatchedSpan;
}

/** The longest time within a span in which any of the tasks made no record, by the timestamps of the records. */
export async function longestPauseMs(
  bootstrapServers: string,
  { topics, watched, span }: Watched,
): Promise<number> {
  const stamps = await stampsByTask(bootstrapServers, topics);
  return Math.max(...watched.map((task) => longestGapMs(stamps.get(task) ?? [], span)));
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
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'auto.offset.reset': 'earliest',
  });
  const consumer = new Consumer(settings);
  const byTask = new Map<string, number[]>();
  try {
    const places = topics.map((topic) => ({ topic, partition: 0 }));
    consumer.assign(places);
    consumer.seekToBeginning(places);
    const ends = await consumer.endOffsets(places);
    for (;;) {
      const positions = await Promise.all(places.map((place) => consumer.position(place)));
      if (positions.every((position, index) => position >= (ends[index] ?? 0))) return byTask;
      for (const fetched of (await consumer.poll(100)).partitions) {
        const cursor = fetched.records();
        while (cursor.next()) {
          const task = `${fetched.topic}-${String(cursor.key)}`;
          const stamps = byTask.get(task) ?? [];
          byTask.set(task, stamps);
          stamps.push(cursor.timestampMs);
        }
      }
    }
  } finally {
    await consumer.close();
  }
}
