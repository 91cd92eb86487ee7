import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, produceLines, startSluiceWorker } from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ConnectorRest } from '../src/connector-rest.ts';
import { numberedLines, untilHolds, untilMatches } from '../src/files.ts';
import { canMountDisks, mountSmallDisk } from '../src/small-disk.ts';
import type { SmallDisk } from '../src/small-disk.ts';

const { bootstrapServers } = inject('kafka');
const string = 'org.apache.kafka.connect.storage.StringConverter';
const json = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

let folder: TempFolder;
let worker: SluiceWorker;
let rest: ConnectorRest;
let disk: SmallDisk | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('failed-records');
  worker = await startSluiceWorker({ bootstrapServers, properties: { 'offset.flush.interval.ms': '200' } });
  rest = new ConnectorRest(worker.url);
});

afterEach(async () => {
  await worker.stop();
  await disk?.remove();
  disk = undefined;
  await folder.remove();
});

const newName = (): string => `failed-${randomBytes(4).toString('hex')}`;

function sink(topic: string, file: string): Record<string, string> {
  return { 'connector.class': 'FileStreamSink', topics: topic, file, 'value.converter': string };
}

describe('a record that the converter of a sink cannot read', () => {
  it('fails the task, which says which record and why, and skips nothing', async () => {
    const topic = newName();
    const file = join(folder.path, 'sink.txt');
    await produceLines(bootstrapServers, topic, ['"zero"', '"one"']);
    await rest.putConfig(topic, { ...sink(topic, file), ...json });
    await untilHolds(file, 'zero\none\n');
    await produceLines(bootstrapServers, topic, ['"two"', '{"three"', '"four"']);
    const trace = await rest.untilTaskIs(topic, 'FAILED');
    expect(trace).toMatch(
      new RegExp(
        `^org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler: .*${topic}.*0.*3`,
      ),
    );
    expect(trace).toContain(
      'Caused by: org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed',
    );
    const before = await readFile(file, 'utf8');
    expect(before).toMatch(/^zero\none\n(two\n)?$/);

    await rest.putConfig(topic, sink(topic, file));
    const rest1 = '"two"\n{"three"\n"four"\n';
    await untilMatches(file, (text) => text.endsWith(rest1));
    expect((await readFile(file, 'utf8')).slice(before.length)).toBe(rest1);
  });

  it('is left out when errors are tolerated, and no other', async () => {
    const topic = newName();
    const file = join(folder.path, 'sink.txt');
    await produceLines(bootstrapServers, topic, ['"zero"', '{"one"', '"two"', 'three', '"four"']);
    await rest.putConfig(topic, { ...sink(topic, file), ...json, 'errors.tolerance': 'all' });
    await untilHolds(file, 'zero\ntwo\nfour\n');
    expect(await rest.tasks(topic)).toMatchObject([{ id: 0, state: 'RUNNING' }]);
  });
});

describe('a full disk under a file sink', () => {
  const count = 20_000;
  const lines = numberedLines(0, count);

  it('fails the task with what it could not write, whose offsets are not committed', async () => {
    const topic = newName();
    await produceLines(bootstrapServers, topic, lines.trimEnd().split('\n'));
    await rest.putConfig(topic, sink(topic, '/dev/full'));
    const trace = await rest.untilTaskIs(topic, 'FAILED');
    expect(trace).toContain('/dev/full');
    expect(trace).toContain('ENOSPC');
    const file = join(folder.path, 'enough.txt');
    await rest.putConfig(topic, sink(topic, file));
    await untilHolds(file, lines);
  });

  it.skipIf(!canMountDisks)('loses nothing once there is space and the task is restarted', async () => {
    const topic = newName();
    disk = await mountSmallDisk(join(folder.path, 'disk'), 64);
    const file = join(disk.path, 'sink.txt');
    await produceLines(bootstrapServers, topic, lines.trimEnd().split('\n'));
    await rest.putConfig(topic, sink(topic, file));
    expect(await rest.untilTaskIs(topic, 'FAILED')).toContain('ENOSPC');
    expect(existsSync(file)).toBe(true);

    await disk.resize(16 * 1024);
    await rest.restart(topic);
    const last = `line ${count - 1}\n`;
    const written = await untilMatches(file, (text) => text.endsWith(last));
    const wanted = lines.split('\n');
    const found = new Set(written.split('\n'));
    expect(wanted.filter((line) => !found.has(line))).toEqual([]);
    const known = new Set(wanted);
    expect(written.split('\n').filter((line) => !known.has(line))).toEqual([]);
  });
});
