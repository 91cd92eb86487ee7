import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, readTopic, startSluiceWorker, waitFor } from '@sluice/testing-services';
import type { SluiceWorker, TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';

let folder: TempFolder;
let worker: SluiceWorker;

beforeAll(async () => {
  folder = await makeTempFolder('offsets');
  await writeFile(join(folder.path, 'in.txt'), 'one\ntwo\nthree\n');
  worker = await startSluiceWorker({ bootstrapServers, properties: { 'value.converter': text } });
});

afterAll(async () => {
  await worker.stop();
  await folder.remove();
});

async function ask(request: string, body?: object): Promise<{ status: number; body: unknown }> {
  const [method = '', path = ''] = request.split(' ');
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await fetch(`${worker.url}${path}`, { method, ...sent });
  const received = await response.text();
  return { status: response.status, body: received === '' ? null : (JSON.parse(received) as unknown) };
}

const inFile = (): string => join(folder.path, 'in.txt');
const altered = 'The offsets for this connector have been altered successfully';

async function valuesIn(topic: string): Promise<(string | undefined)[]> {
  return (await readTopic(bootstrapServers, topic)).map(({ value }) => value?.toString());
}

function sourceConfig(topic: string): Record<string, string> {
  return { 'connector.class': 'FileStreamSource', file: inFile(), topic };
}

describe('a connector that is moved', { timeout: 60_000 }, () => {
  it('as a source goes on at the line it was sent back to', async () => {
    const topic = `moved-${randomUUID()}`;
    await ask('PUT /connectors/moved/config', sourceConfig(topic));
    await expect.poll(() => valuesIn(topic), { timeout: 20_000 }).toEqual(['one', 'two', 'three']);
    await ask('PUT /connectors/moved/stop');
    const partition = { filename: inFile() };
    expect(await ask('GET /connectors/moved/offsets')).toEqual({
      status: 200,
      body: { offsets: [{ partition, offset: { position: 14 } }] },
    });
    const offsets = [{ partition, offset: { position: 4 } }];
    expect(await ask('PATCH /connectors/moved/offsets', { offsets })).toEqual({
      status: 200,
      body: { message: altered },
    });
    await ask('PUT /connectors/moved/resume');
    await expect
      .poll(() => valuesIn(topic), { timeout: 20_000 })
      .toEqual(['one', 'two', 'three', 'two', 'three']);
  });

  it('begins where its creation says, as a source and as a sink by the time of a record', async () => {
    const topic = `begun-${randomUUID()}`;
    const created = await ask('POST /connectors', {
      name: 'begun',
      config: sourceConfig(topic),
      initial_offsets: [{ partition: { filename: inFile() }, offset: { position: 8 } }],
    });
    expect(created).toMatchObject({ status: 201, body: { name: 'begun', offsets_status: altered } });
    await expect.poll(() => valuesIn(topic), { timeout: 20_000 }).toEqual(['three']);
    const timestamp = await nextMillisecond();
    await writeFile(inFile(), 'four\nfive\n', { flag: 'a' });
    await expect.poll(() => valuesIn(topic), { timeout: 20_000 }).toEqual(['three', 'four', 'five']);

    const outFile = join(folder.path, 'out.txt');
    const sink = await ask('POST /connectors', {
      name: 'begun-sink',
      config: { 'connector.class': 'FileStreamSink', file: outFile, topics: topic },
      initial_offsets: [
        { partition: { kafka_topic: topic, kafka_partition: 0 }, offset: { kafka_timestamp: timestamp } },
      ],
    });
    expect(sink).toMatchObject({ status: 201, body: { offsets_status: altered } });
    expect(await waitFor('two lines', async () => linesIn(outFile, 2))).toEqual(['four', 'five']);
  });

  it('is not created where its offsets make no sense', async () => {
    const refused = await ask('POST /connectors', {
      name: 'refused',
      config: sourceConfig('none'),
      initial_offsets: [{ partition: { filename: inFile() }, offset: { position: -1 } }],
    });
    expect(refused).toEqual({
      status: 400,
      body: {
        error_code: 400,
        message: "The value for the 'position' key in the offset should be a non-negative value",
      },
    });
    expect((await ask('GET /connectors/refused')).status).toBe(404);
  });
});

/** A time that is later than that of all records so far. */
async function nextMillisecond(): Promise<number> {
  const now = Date.now();
  return waitFor('the next millisecond', () =>
    Promise.resolve(Date.now() > now + 1 ? Date.now() : undefined),
  );
}

async function linesIn(path: string, count: number): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  if (lines.length < count) throw new Error(`there are ${lines.length}`);
  return lines;
}
