import { Consumer, parseConsumerSettings, parseProducerSettings, Producer } from '@sluice/kafka-client';
import { consumerProperties, producerProperties } from '../client-kind.ts';
import { runProgram } from './program.ts';

await runProgram({
  async consume({ bootstrapServers, topic, records }, tally) {
    const { settings } = parseConsumerSettings({
      ...consumerProperties,
      'bootstrap.servers': bootstrapServers,
      'group.id': `bench-${process.pid}-${Date.now()}`,
    });
    const consumer = new Consumer(settings);
    consumer.subscribe([topic]);
    while (tally.records < records) {
      const fetched = await consumer.poll(1000);
      if (fetched.recordCount === 0) continue;
      let bytes = 0;
      for (const partition of fetched.partitions) {
        const cursor = partition.records();
        while (cursor.next()) bytes += (cursor.key?.length ?? 0) + (cursor.value?.length ?? 0);
      }
      tally.add(fetched.recordCount, bytes);
    }
    await consumer.close();
  },

  async produce({ bootstrapServers, topic, records }, payloads) {
    const { settings } = parseProducerSettings({
      ...producerProperties,
      'bootstrap.servers': bootstrapServers,
    });
    const producer = new Producer(settings);
    let acknowledged = 0;
    producer.onDelivered = ({ error, attachments }) => {
      if (error !== null) throw error;
      acknowledged += attachments.length;
    };
    await producer.prepare(topic);
    for (let index = 0; index < records; index += 1) {
      const value = payloads[index % payloads.length] as Buffer;
      const record = { topic, partition: null, timestampMs: null, key: null, value };
      while (!producer.append(record, undefined)) await producer.drained();
      if (producer.isAhead) await producer.caughtUp();
    }
    await producer.close();
    if (acknowledged !== records) throw new Error(`${acknowledged} of ${records} records were acknowledged`);
  },
});
