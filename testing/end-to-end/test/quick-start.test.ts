import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, makeTempFolder, readTopic, startKafka, startSluice } from '@sluice/testing-services';
import type { ServiceProcess } from '@sluice/testing-services';
import { afterEach, describe, expect, it } from 'vitest';
import { copyExamples, exampleArguments } from '../src/examples.ts';
import { startDev } from '../src/dev-process.ts';
import { untilHolds } from '../src/files.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function tempFolder(): Promise<string> {
  const { path, remove } = await makeTempFolder('quick-start');
  ends.push(remove);
  return path;
}

const brokers = {
  'Apache Kafka': async (): Promise<string> => {
    const kafka = await startKafka();
    ends.push(kafka.stop);
    return kafka.bootstrapServers;
  },
  'the dev broker': async (): Promise<string> => {
    const dev = await startDev({ folder: await tempFolder(), args: ['--memory'] });
    ends.push(dev.stop);
    return dev.bootstrapServers;
  },
} as const;

async function startQuickStart(folder: string): Promise<ServiceProcess> {
  const logFile = join(folder, 'worker.log');
  const worker = await startSluice('connect-standalone', { args: exampleArguments, cwd: folder, logFile });
  ends.push(() => worker.stop(10_000));
  return worker;
}

async function stopInOrder(worker: ServiceProcess): Promise<void> {
  await worker.kill('SIGTERM');
  expect(await worker.exited).toBe('exit code 143');
}

describe.each(Object.entries(brokers))(
  "the quick start of Kafka Connect's documentation on %s",
  (_, start) => {
    it('carries each line through the topic, and goes on where it was after a restart', async () => {
      const bootstrapServers = await start();
      const folder = await tempFolder();
      const [restPort = 0] = await freePorts(1);
      await copyExamples(folder, { bootstrapServers, restPort });
      const input = join(folder, 'test.txt');
      const output = join(folder, 'test.sink.txt');
      await writeFile(input, 'foo\nbar\n');

      const first = await startQuickStart(folder);
      await untilHolds(output, 'foo\nbar\n');
      await appendFile(input, 'Another line\n');
      await untilHolds(output, 'foo\nbar\nAnother line\n');
      await stopInOrder(first);

      await appendFile(input, 'after the restart\n');
      const second = await startQuickStart(folder);
      await untilHolds(output, 'foo\nbar\nAnother line\nafter the restart\n');
      await stopInOrder(second);

      const records = await readTopic(bootstrapServers, 'connect-test');
      expect(records.map(({ key, value }) => [key, String(value)])).toEqual(
        ['foo', 'bar', 'Another line', 'after the restart'].map((payload) => [
          null,
          `{"schema":{"type":"string","optional":false},"payload":"${payload}"}`,
        ]),
      );
    });
  },
);
