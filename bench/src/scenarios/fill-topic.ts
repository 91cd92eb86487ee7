import { join } from 'node:path';
import { createTopic, runJavaTool } from '@sluice/testing-services';
import { writeLines } from './lines-file.ts';
import type { Stage } from './scenario.ts';

const distinctRecords = 10_000;

export interface TopicContent {
  readonly topic: string;
  readonly records: number;
  readonly recordBytes: number;
}

/** Makes a topic with one partition, and records of which Kafka's own load generator picks each from a file. */
export async function fillTopic(stage: Stage, { topic, records, recordBytes }: TopicContent): Promise<void> {
  const { bootstrapServers } = stage.kafka;
  const payloadFile = await writePayloads(stage, recordBytes);
  await createTopic(bootstrapServers, { topic, partitions: 1 });
  const { exitCode, stdout, stderr } = await runJavaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', topic, '--num-records', String(records), '--payload-file', payloadFile],
    ...['--throughput', '-1', '--producer-props', `bootstrap.servers=${bootstrapServers}`],
  ]);
  if (exitCode !== 0) throw new Error(`The topic could not be filled:\n${stdout}${stderr}`);
}

/** Writes a file with a record in each line; gives its path. */
export async function writePayloads({ folder, payload }: Stage, recordBytes: number): Promise<string> {
  const file = join(folder, `payload-${recordBytes}.txt`);
  await writeLines(file, { count: distinctRecords, line: (number) => payload.record(number, recordBytes) });
  return file;
}
