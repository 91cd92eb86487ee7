import { readFile, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import {
  formatProperties,
  freePorts,
  makeTempFolder,
  readTopic,
  runProgram,
  sluicePrograms,
  startSluice,
  waitFor,
} from '@sluice/testing-services';
import type { ServiceProcess, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { numberedLines, untilHolds } from '../src/files.ts';
import { findOldNode } from '../src/old-node.ts';

const { bootstrapServers } = inject('kafka');
const string = 'org.apache.kafka.connect.storage.StringConverter';
const oldNode = findOldNode();

let folder: TempFolder;
let running: ServiceProcess | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('signals');
});

afterEach(async () => {
  await running?.stop(10_000);
  running = undefined;
  await folder.remove();
});

/** Writes the files of a worker that commits offsets only when it ends; resolves to its arguments. */
async function pipeline(topic: string): Promise<string[]> {
  const [port = 0] = await freePorts(1);
  const files = {
    worker: {
      'bootstrap.servers': bootstrapServers,
      'key.converter': string,
      'value.converter': string,
      'offset.storage.file.filename': join(folder.path, 'connect.offsets'),
      'offset.flush.interval.ms': '600000',
      listeners: `http://127.0.0.1:${port}`,
    },
    source: {
      name: `${topic}-source`,
      'connector.class': 'FileStreamSource',
      file: join(folder.path, 'in.txt'),
      topic,
    },
    sink: {
      name: `${topic}-sink`,
      'connector.class': 'FileStreamSink',
      file: join(folder.path, 'out.txt'),
      topics: topic,
    },
  };
  return Promise.all(
    Object.entries(files).map(async ([name, properties]) => {
      const file = join(folder.path, `${name}.properties`);
      await writeFile(file, formatProperties(properties));
      return file;
    }),
  );
}

async function start(args: readonly string[], node: string): Promise<ServiceProcess> {
  const logFile = join(folder.path, 'worker.log');
  running = await startSluice('connect-standalone', {
    args,
    logFile,
    ...(node === undefined ? {} : { node }),
  });
  return running;
}

/** Sends the signal to this process only, as `kill` does; the terminal sends Ctrl-C to the whole group. */
function signal({ pid }: ServiceProcess, name: NodeJS.Signals): void {
  process.kill(pid, name);
}

const input = (): string => join(folder.path, 'in.txt');
const output = (): string => join(folder.path, 'out.txt');

const nodes = [
  ['this Node', process.execPath],
  ...(oldNode === undefined ? [] : [['a Node that is too old', oldNode] as const]),
] as const;

describe.each(nodes)('a worker that was started by %s', (_, node) => {
  it.each([
    ['SIGTERM', 'exit code 143'],
    ['SIGINT', 'exit code 130'],
  ] as const)('commits its offsets at %s and ends with %s', async (signalName, exit) => {
    const topic = `signals-${randomBytes(4).toString('hex')}`;
    const args = await pipeline(topic);
    await writeFile(input(), numberedLines(0, 2000));
    const first = await start(args, node);
    await untilHolds(output(), numberedLines(0, 2000));
    signal(first, signalName);
    expect(await first.exited).toBe(exit);

    await writeFile(input(), numberedLines(2000, 500), { flag: 'a' });
    const second = await start(args, node);
    await untilHolds(output(), numberedLines(0, 2500));
    signal(second, signalName);
    expect(await second.exited).toBe(exit);
    expect(await readFile(output(), 'utf8')).toBe(numberedLines(0, 2500));
    const records = await readTopic(bootstrapServers, topic);
    expect(records.map(({ value }) => `${String(value)}\n`).join('')).toBe(numberedLines(0, 2500));
  });
});

describe.each(oldNode === undefined ? [] : [oldNode])('a Node that is too old (%s)', (oldNode) => {
  it('passes the exit code and the output on', async () => {
    const { exitCode, stdout } = await runProgram(oldNode, [sluicePrograms['connect-standalone']]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Usage: ConnectStandalone');
  });

  it('takes the worker along when it is killed', async () => {
    const topic = `signals-${randomBytes(4).toString('hex')}`;
    await writeFile(input(), numberedLines(0, 10));
    const launcher = await start(await pipeline(topic), oldNode);
    await untilHolds(output(), numberedLines(0, 10));
    const [child = ''] = (
      await readFile(`/proc/${launcher.pid}/task/${launcher.pid}/children`, 'utf8')
    ).split(' ');
    expect(existsSync(`/proc/${child}`)).toBe(true);
    signal(launcher, 'SIGKILL');
    expect(await launcher.exited).toBe('SIGKILL');
    await waitFor('the worker to end', () => (existsSync(`/proc/${child}`) ? undefined : true), {
      timeoutMs: 20_000,
    });
  });
});
