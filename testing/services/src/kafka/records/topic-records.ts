import { aptPackage } from '../../packages/apt.ts';
import { runProgram } from '../../process/run-program.ts';

/** A record as it lies in a partition. */
export interface RawRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** `name=value` pairs, separated by commas. */
  readonly headers: string;
}

// Lengths first, -1 for null: keys and values may hold any byte.
const format = '%p %o %K %S %h\n%k%s';

/** All records of a topic up to its present end, read by librdkafka's kcat, which shares no code with our client. */
export async function readTopic(bootstrapServers: string, topic: string): Promise<RawRecord[]> {
  const kcat = await aptPackage('kcat');
  const args = ['-b', bootstrapServers, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', format];
  const { exitCode, stdoutBytes, stderr } = await runProgram(kcat, args);
  if (exitCode !== 0) throw new Error(`kcat could not read ${topic}:\n${stderr}`);
  return parseRecords(stdoutBytes);
}

function parseRecords(bytes: Buffer): RawRecord[] {
  const records: RawRecord[] = [];
  let at = 0;
  const take = (length: number): Buffer | null => {
    if (length < 0) return null;
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\n', at);
    const [partition = '', offset = '', keyLength = '', valueLength = '', ...headers] = bytes
      .toString('utf8', at, lineEnd)
      .split(' ');
    at = lineEnd + 1;
    records.push({
      partition: Number(partition),
      offset: Number(offset),
      key: take(Number(keyLength)),
      value: take(Number(valueLength)),
      headers: headers.join(' '),
    });
  }
  return records;
}
