import { Consumer, Producer } from '@platformatic/kafka';
import { consumerProperties } from '../client-kind.ts';
import { runProgram } from './program.ts';
import { sendInBatches } from './sends.ts';

await runProgram({
  async consume({ bootstrapServers, topic }, tally) {
    const consumer = new Consumer({
      clientId: 'bench',
      bootstrapBrokers: bootstrapServers.split(','),
      groupId: `bench-${process.pid}-${Date.now()}`,
      minBytes: Number(consumerProperties['fetch.min.bytes']),
      maxBytes: Number(consumerProperties['fetch.max.bytes']),
      maxBytesPerPartition: Number(consumerProperties['max.partition.fetch.bytes']),
      maxWaitTime: Number(consumerProperties['fetch.max.wait.ms']),
      autocommit: Number(consumerProperties['auto.commit.interval.ms']),
    });
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
    stream.on('data', ({ key, value }) => tally.add(1, (key?.length ?? 0) + value.length));
    await tally.complete;
    await consumer.close(true);
  },

  async produce(job, payloads) {
    const producer = new Producer({ clientId: 'bench', bootstrapBrokers: job.bootstrapServers.split(',') });
    await sendInBatches(job, payloads, (values) =>
      producer.send({ acks: -1, messages: values.map((value) => ({ topic: job.topic, value })) }),
    );
    await producer.close();
  },
});
