import { join } from 'node:path';
import { runJavaSource } from '../../java/java-source.ts';

/** A record as both sides write it down, to be compared. Bytes are base64. */
export interface WrittenRecord {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds; -1 for none. */
  readonly timestamp: number;
  readonly timestampType: 'CREATE_TIME' | 'LOG_APPEND_TIME' | 'NO_TIMESTAMP_TYPE';
  readonly leaderEpoch: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [key: string, value: string | null])[];
}

export interface RecordToWrite extends Pick<WrittenRecord, 'partition' | 'key' | 'value' | 'headers'> {
  /** `null` is now. */
  readonly timestamp: number | null;
}

export interface JavaProduce {
  readonly do: 'produce';
  readonly topic: string;
  readonly properties: Readonly<Record<string, string>>;
  /** How the transaction ends; `null` without one. */
  readonly end: 'commit' | 'abort' | null;
  readonly records: readonly RecordToWrite[];
}

export interface JavaConsume {
  readonly do: 'consume';
  readonly topic: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface JavaAnswer {
  /** Of what was produced. */
  readonly offsets?: readonly number[];
  /** What was consumed, in no order between partitions. */
  readonly records?: readonly WrittenRecord[];
}

const source = join(import.meta.dirname, 'RecordExchange.java');

/** Has Kafka's own producer and consumer do these things one after the other, in one JVM. */
export async function exchangeWithJava(
  bootstrapServers: string,
  orders: readonly (JavaProduce | JavaConsume)[],
): Promise<JavaAnswer[]> {
  const stdin = orders.map((order) => `${JSON.stringify(order)}\n`).join('');
  const { stdout, stderr, exitCode } = await runJavaSource(source, [bootstrapServers], { stdin });
  if (exitCode !== 0) throw new Error(`RecordExchange failed: ${stderr}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as JavaAnswer);
}
