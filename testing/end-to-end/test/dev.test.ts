import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatProperties,
  freePorts,
  makeTempFolder,
  produceLines,
  readTopic,
  runSluice,
} from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { startDev } from '../src/dev-process.ts';
import type { DevProcess } from '../src/dev-process.ts';
import { untilHolds } from '../src/files.ts';

let folder: TempFolder;
let running: DevProcess | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('dev');
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await folder.remove();
});

async function dev(...args: readonly string[]): Promise<DevProcess> {
  running = await startDev({ folder: folder.path, args });
  return running;
}

const string = 'org.apache.kafka.connect.storage.StringConverter';

async function writeConnector(name: string, properties: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder.path, `${name}.properties`);
  await writeFile(file, formatProperties({ name, 'value.converter': string, ...properties }));
  return file;
}

describe('sluice dev', () => {
  it('runs the connectors it is given, and keeps topics and offsets', async () => {
    const input = join(folder.path, 'in.txt');
    const output = join(folder.path, 'out.txt');
    const files = [
      await writeConnector('in', { 'connector.class': 'FileStreamSource', file: input, topic: 'lines' }),
      await writeConnector('out', { 'connector.class': 'FileStreamSink', file: output, topics: 'lines' }),
    ];
    await writeFile(input, 'one\ntwo\n');
    const first = await dev(...files);
    expect(first.output).not.toContain('example');
    await untilHolds(output, 'one\ntwo\n');
    await first.process.kill('SIGTERM');
    expect(await first.process.exited).toBe('exit code 143');

    await appendFile(input, 'three\n');
    const second = await dev(...files);
    await untilHolds(output, 'one\ntwo\nthree\n');
    const records = await readTopic(second.bootstrapServers, 'lines');
    expect(records.map(({ value }) => String(value))).toEqual(['one', 'two', 'three']);
  });

  it('serves kcat, which writes what a sink then reads and reads what it wrote', async () => {
    const { bootstrapServers, restUrl } = await dev('--memory');
    const lines = Array.from({ length: 5000 }, (_, index) => `record ${index}`);
    await produceLines(bootstrapServers, 'from-kcat', lines);
    const records = await readTopic(bootstrapServers, 'from-kcat');
    expect(records.map(({ value }) => String(value))).toEqual(lines);
    const file = join(folder.path, 'from-kcat.txt');
    await new ConnectorRest(restUrl).putConfig('kcat-sink', {
      'connector.class': 'FileStreamSink',
      'value.converter': string,
      file,
      topics: 'from-kcat',
    });
    await untilHolds(file, `${lines.join('\n')}\n`);
  });

  it('explains itself', async () => {
    const help = await runSluice('sluice', ['dev', '--help']);
    expect(help.exitCode).toBe(0);
    expect(help.stdout).toContain('--kafka-port PORT');
    const commands = await runSluice('sluice', []);
    expect(commands.exitCode).toBe(0);
    expect(commands.stdout).toContain('dev [CONNECTOR ...]');
  });

  it.each([
    [['nonsense'], 'There is no command "nonsense"'],
    [['dev', '--kafka-port', 'x'], '--kafka-port must be a port between 0 and 65535, not "x"'],
    [['dev', '--colour'], '--colour'],
  ])('refuses %j with exit code 1 and the usage', async (args, message) => {
    const { exitCode, stderr } = await runSluice('sluice', args, { cwd: folder.path });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: sluice');
  });

  it.each(['--kafka-port', '--rest-port'])('says so when the port of %s is taken', async (option) => {
    const { bootstrapServers, restUrl } = await dev('--memory');
    const taken = option === '--kafka-port' ? bootstrapServers : new URL(restUrl).host;
    const [kafkaPort = 0, restPort = 0] = await freePorts(2);
    const free = { '--kafka-port': String(kafkaPort), '--rest-port': String(restPort) };
    const ports = { ...free, [option]: taken.split(':').at(-1) ?? '' };
    const args = ['dev', '--memory', '--data', join(folder.path, 'other'), ...Object.entries(ports).flat()];
    const { exitCode, stderr } = await runSluice('sluice', args, { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(taken.split(':').at(-1));
    expect(stderr).toContain('in use');
  });
});
