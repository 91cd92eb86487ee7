import kafkajs from 'kafkajs';
import { consumerProperties } from '../client-kind.ts';
import { runProgram } from './program.ts';
import { sendInBatches } from './sends.ts';

const { Kafka, logLevel, Partitioners } = kafkajs;

function connectTo(bootstrapServers: string): kafkajs.Kafka {
  return new Kafka({ clientId: 'bench', brokers: bootstrapServers.split(','), logLevel: logLevel.ERROR });
}

await runProgram({
  async consume({ bootstrapServers, topic }, tally) {
    const consumer = connectTo(bootstrapServers).consumer({
      groupId: `bench-${process.pid}-${Date.now()}`,
      minBytes: Number(consumerProperties['fetch.min.bytes']),
      maxBytes: Number(consumerProperties['fetch.max.bytes']),
      maxBytesPerPartition: Number(consumerProperties['max.partition.fetch.bytes']),
      maxWaitTimeInMs: Number(consumerProperties['fetch.max.wait.ms']),
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommitInterval: Number(consumerProperties['auto.commit.interval.ms']),
      eachBatch: ({ batch: { messages } }) => {
        let bytes = 0;
        for (const { key, value } of messages) bytes += (key?.length ?? 0) + (value?.length ?? 0);
        tally.add(messages.length, bytes);
        return Promise.resolve();
      },
    });
    await tally.complete;
    await consumer.disconnect();
  },

  async produce(job, payloads) {
    const producer = connectTo(job.bootstrapServers).producer({
      maxInFlightRequests: 5,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    await sendInBatches(job, payloads, (values) =>
      producer.send({ topic: job.topic, acks: -1, messages: values.map((value) => ({ value })) }),
    );
    await producer.disconnect();
  },
});
