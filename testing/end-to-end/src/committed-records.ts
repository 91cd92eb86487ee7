import { Admin, Consumer, parseAdminSettings, parseConsumerSettings } from '@sluice/kafka-client';

interface CommittedRecord {
  readonly key: string;
  readonly value: string;
}

/** Everything that a reader of a topic sees who reads what is committed, partition by partition in its order. */
export async function committedRecords(bootstrapServers: string, topic: string): Promise<CommittedRecord[]> {
  const admin = new Admin(parseAdminSettings({ 'bootstrap.servers': bootstrapServers }).settings);
  const { settings } = parseConsumerSettings({
    'bootstrap.servers': bootstrapServers,
    'auto.offset.reset': 'earliest',
    'isolation.level': 'read_committed',
  });
  const consumer = new Consumer(settings);
  try {
    const { partitions } = await admin.describeTopic(topic);
    const places = partitions.map(({ partition }) => ({ topic, partition }));
    consumer.assign(places);
    consumer.seekToBeginning(places);
    const ends = await consumer.endOffsets(places);
    const records: CommittedRecord[] = [];
    for (;;) {
      const positions = await Promise.all(places.map((place) => consumer.position(place)));
      if (positions.every((position, index) => position >= (ends[index] ?? 0))) return records;
      for (const fetched of (await consumer.poll(100)).partitions) {
        const cursor = fetched.records();
        while (cursor.next()) records.push({ key: String(cursor.key), value: String(cursor.value) });
      }
    }
  } finally {
    await consumer.close();
    await admin.close();
  }
}
