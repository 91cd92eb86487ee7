import { join } from 'node:path';
import { createTopic, runJavaTool } from '@sluice/testing-services';
import { fileTarget } from '../targets/file-target.ts';
import { writeLines } from './lines-file.ts';
import { recordBytes, transferMetrics } from './scenario.ts';
import type { Scenario, Stage } from './scenario.ts';

const topic = 'file-sink-input';
const distinctRecords = 10_000;

export const fileSink: Scenario = {
  summary: 'FileStreamSink writes a topic of one partition into a file',
  metrics: transferMetrics,
  prepare: async (stage) => {
    await fillTopic(stage);
    return (run) => {
      const file = join(stage.folder, `${run}.txt`);
      const connector = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics: topic };
      return Promise.resolve({ connector, target: fileTarget(file) });
    };
  },
};

/** Kafka's own load generator picks its records from a file. */
async function fillTopic({ kafka, folder, records, payload }: Stage): Promise<void> {
  const payloadFile = join(folder, 'payload.txt');
  await writeLines(payloadFile, {
    count: distinctRecords,
    line: (number) => payload.record(number, recordBytes),
  });
  await createTopic(kafka.bootstrapServers, { topic, partitions: 1 });
  const { exitCode, stdout, stderr } = await runJavaTool('org.apache.kafka.tools.ProducerPerformance', [
    '--topic',
    topic,
    '--num-records',
    String(records),
    '--payload-file',
    payloadFile,
    '--throughput',
    '-1',
    '--producer-props',
    `bootstrap.servers=${kafka.bootstrapServers}`,
  ]);
  if (exitCode !== 0) throw new Error(`The topic could not be filled:\n${stdout}${stderr}`);
}
