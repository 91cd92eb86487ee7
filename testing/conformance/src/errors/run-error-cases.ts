import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  exchangeWithJava,
  fetchEndOffset,
  makeTempFolder,
  topicCommand,
  waitFor,
} from '@sluice/testing-services';
import type { TempFolder, WrittenRecord } from '@sluice/testing-services';
import { putConnector } from '../data/connectors.ts';
import type { ErrorCase } from './error-case.ts';
import { loggedFailures } from './logged-failures.ts';

/** All cases run at once. */
const outcomeTimeoutMs = 150_000;

/** A worker that cases are run on. */
export interface ErrorWorker {
  readonly url: string;
  readonly logFile: string;
}

/** What became of a case. Texts of the run are replaced by their placeholders; of traces only the heads are kept. */
export interface ErrorOutcome {
  readonly name: string;
  readonly task: string;
  /** The errors in the trace of the task, from the outermost to the innermost. */
  readonly trace: readonly string[];
  readonly letters: readonly ErrorLetter[];
  /** Partitions and replicas of the topic for dead letters, `null` where there is none. */
  readonly topic: string | null;
  /** The messages of the logged failures. */
  readonly logged: readonly string[];
}

/** A dead letter; bytes as text, one a character. */
export interface ErrorLetter {
  readonly key: string | null;
  readonly value: string | null;
  /** Milliseconds; `null` where it is that of the run. */
  readonly timestamp: number | null;
  readonly headers: readonly (readonly [name: string, value: string | null])[];
}

interface RunningCase extends ErrorCase {
  readonly connector: string;
  readonly topic: string;
  readonly letters: string;
  readonly file: string;
}

/** Has a worker work on records that fail, each case with topics, a file and a connector of its own. */
export async function runErrorCases(
  cases: readonly ErrorCase[],
  worker: ErrorWorker,
  bootstrapServers: string,
): Promise<ErrorOutcome[]> {
  const folder = await makeTempFolder('errors');
  const running = cases.map((one) => placed(one, folder));
  try {
    await prepare(running, bootstrapServers);
    for (const one of running) await putConnector(worker.url, one.connector, filled(one));
    const seen = await Promise.all(running.map((one) => untilSeen(one, worker, bootstrapServers)));
    const letters = await readLetters(running, bootstrapServers);
    const topics = await describeTopics(running, bootstrapServers);
    return seen.map((outcome, index) => ({
      ...outcome,
      letters: letters[index] ?? [],
      topic: topics[index] ?? null,
    }));
  } finally {
    for (const { connector } of running)
      await fetch(`${worker.url}/connectors/${connector}`, { method: 'DELETE' });
    await folder.remove();
  }
}

function placed(one: ErrorCase, { path }: TempFolder): RunningCase {
  const id = randomBytes(6).toString('hex');
  return {
    ...one,
    connector: `errors-${id}`,
    topic: `topic-${id}`,
    letters: `letters-${id}`,
    file: join(path, `lines-${id}.txt`),
  };
}

const placeholdersOf = ({ connector, topic, letters, file }: RunningCase): [string, string][] => [
  ['<connector>', connector],
  ['<topic>', topic],
  ['<letters>', letters],
  ['<file>', file],
];

function filled(one: RunningCase): Record<string, string> {
  const placeholders = placeholdersOf(one);
  const fill = (text: string): string =>
    placeholders.reduce((result, [placeholder, value]) => result.replaceAll(placeholder, () => value), text);
  return Object.fromEntries(Object.entries(one.config).map(([key, value]) => [key, fill(value)]));
}

function cleared(text: string, one: RunningCase): string {
  return placeholdersOf(one).reduce(
    (result, [placeholder, value]) => result.replaceAll(value, () => placeholder),
    text.replaceAll(/timestamp=\d{13}(?=[,}])/g, 'timestamp=<now>'),
  );
}

async function prepare(running: readonly RunningCase[], bootstrapServers: string): Promise<void> {
  const orders = running.flatMap(({ topic, records }) =>
    records.length === 0 ? [] : [{ do: 'produce', topic, properties: {}, end: null, records } as const],
  );
  await exchangeWithJava(bootstrapServers, orders);
  for (const { file, lines } of running) {
    if (lines !== undefined) await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  }
}

type Seen = Pick<ErrorOutcome, 'name' | 'task' | 'trace' | 'logged'>;

function untilSeen(one: RunningCase, worker: ErrorWorker, bootstrapServers: string): Promise<Seen> {
  const { name, connector, letters, until } = one;
  const port = Number(bootstrapServers.split(':').at(-1));
  const look = async (): Promise<Seen> => {
    const task = await taskOf(worker.url, connector);
    if (task.state !== until.task) throw new Error(`the task is ${JSON.stringify(task)}`);
    const logged = loggedFailures(await readFile(worker.logFile, 'utf8'), connector);
    if (logged.length < until.logged) throw new Error(`${logged.length} failures are logged`);
    const written = until.letters === 0 ? 0 : Number(await fetchEndOffset(port, { topic: letters }));
    if (written < until.letters) throw new Error(`there are ${written} dead letters`);
    return {
      name,
      task: task.state,
      trace: headsOf(task.trace ?? '').map((head) => cleared(head, one)),
      logged: logged.map((message) => cleared(message, one)),
    };
  };
  return waitFor(`the outcome of "${name}"`, look, { timeoutMs: outcomeTimeoutMs });
}

interface TaskStatus {
  readonly state: string;
  readonly trace?: string;
}

async function taskOf(url: string, connector: string): Promise<TaskStatus> {
  const status = (await (await fetch(`${url}/connectors/${connector}/status`)).json()) as {
    readonly tasks: readonly TaskStatus[];
  };
  return status.tasks[0] ?? { state: 'none' };
}

function headsOf(trace: string): string[] {
  return trace.split('\n').filter((line) => line !== '' && !line.startsWith('\t'));
}

async function readLetters(
  running: readonly RunningCase[],
  bootstrapServers: string,
): Promise<ErrorLetter[][]> {
  const withLetters = running.filter(({ until }) => until.letters > 0);
  const answers = await exchangeWithJava(
    bootstrapServers,
    withLetters.map(({ letters }) => ({ do: 'consume', topic: letters, properties: {} })),
  );
  return running.map((one) => {
    const records = answers[withLetters.indexOf(one)]?.records ?? [];
    return records.map((record) => letterOf(record, one));
  });
}

function letterOf({ key, value, timestamp, headers }: WrittenRecord, one: RunningCase): ErrorLetter {
  const given = one.records.map((record) => record.timestamp);
  return {
    key: asText(key),
    value: asText(value),
    timestamp: given.includes(timestamp) ? timestamp : null,
    headers: headers.map(([name, bytes]) => [name, headerText(name, bytes, one)]),
  };
}

const asText = (base64: string | null): string | null =>
  base64 === null ? null : Buffer.from(base64, 'base64').toString('latin1');

function headerText(name: string, bytes: string | null, one: RunningCase): string | null {
  const text = bytes === null ? null : Buffer.from(bytes, 'base64').toString('utf8');
  if (text === null) return null;
  const shown = name === '__connect.errors.exception.stacktrace' ? headsOf(text).join('\n') : text;
  return cleared(shown, one);
}

/** Partition count and replication factor of each topic for dead letters. */
async function describeTopics(
  running: readonly RunningCase[],
  bootstrapServers: string,
): Promise<(string | null)[]> {
  const described = await topicCommand(bootstrapServers, ['--describe']);
  return running.map(({ letters }) => {
    const line = described.split('\n').find((text) => text.startsWith(`Topic: ${letters}\t`));
    const found = line === undefined ? null : /PartitionCount: (\d+)\s+ReplicationFactor: (\d+)/.exec(line);
    return found === null ? null : `${found[1]} partitions, ${found[2]} replicas`;
  });
}
