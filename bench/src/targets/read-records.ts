import { Consumer, parseConsumerSettings, type FetchedCursor } from '@sluice/kafka-client';

/** Gets every record; the cursor stands on another one after that. */
export type RecordReader = (record: FetchedCursor, topic: string) => void;

/** Reads all that is committed now in topics of one partition each. */
export async function readRecords(
  bootstrapServers: string,
  topics: readonly string[],
  read: RecordReader,
): Promise<void> {
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
  });
  const consumer = new Consumer(settings);
  try {
    const places = topics.map((topic) => ({ topic, partition: 0 }));
    consumer.assign(places);
    consumer.seekToBeginning(places);
    const ends = await consumer.endOffsets(places);
    for (;;) {
      const positions = await Promise.all(places.map((place) => consumer.position(place)));
      if (positions.every((position, index) => position >= (ends[index] ?? 0))) return;
      for (const fetched of (await consumer.poll(100)).partitions) {
        const cursor = fetched.records();
        while (cursor.next()) read(cursor, fetched.topic);
      }
    }
  } finally {
    await consumer.close();
  }
}
