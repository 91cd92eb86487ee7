import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { formatProperties, makeTempFolder, startJavaConnect } from '../src/index.ts';
import type { JavaConnectOptions, JavaConnectWorker, TempFolder } from '../src/index.ts';

let folder: TempFolder;
let worker: JavaConnectWorker | undefined;

beforeEach(async () => {
  folder = await makeTempFolder('java-connect-test');
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await folder.remove();
});

async function start(options: Omit<JavaConnectOptions, 'bootstrapServers'>): Promise<JavaConnectWorker> {
  worker = await startJavaConnect({ ...inject('kafka'), ...options });
  return worker;
}

async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

async function writeConnector(name: string, properties: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder.path, `${name}.properties`);
  await writeFile(file, formatProperties({ name, ...properties }));
  return file;
}

describe('a standalone Java worker', () => {
  it('answers over REST as version 4.3.0 and knows the file connectors', async () => {
    const { url } = await start({ mode: 'standalone' });
    expect(await getJson(url)).toMatchObject({ version: '4.3.0' });
    expect(await getJson(`${url}/connector-plugins`)).toContainEqual({
      class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      type: 'source',
      version: '4.3.0',
    });
  });

  it('runs the connectors of the given files with the given properties', async () => {
    const input = join(folder.path, 'input.txt');
    const output = join(folder.path, 'output.txt');
    const topic = `java-connect-${process.pid}`;
    await writeFile(input, 'first\nsecond\n');
    const connectorFiles = [
      await writeConnector('source', { 'connector.class': 'FileStreamSource', file: input, topic }),
      await writeConnector('sink', { 'connector.class': 'FileStreamSink', file: output, topics: topic }),
    ];
    const converter = 'org.apache.kafka.connect.storage.StringConverter';
    const properties = { 'key.converter': converter, 'value.converter': converter };
    await start({ mode: 'standalone', properties, connectorFiles });
    await expect
      .poll(() => readFile(output, 'utf8').catch(() => ''), { timeout: 60_000 })
      .toBe('first\nsecond\n');
  });

  it('leaves no process after stop', async () => {
    const { pid, stop } = await start({ mode: 'standalone' });
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await stop();
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });

  it('shows the end of its log when it does not start', async () => {
    await expect(
      start({ mode: 'standalone', properties: { 'key.converter': 'no.such.Class' } }),
    ).rejects.toThrow(/no\.such\.Class/);
  });
});

describe('a distributed Java worker', () => {
  it('has joined its group when it is handed over', async () => {
    const group = `java-connect-${process.pid}`;
    const { url } = await start({
      mode: 'distributed',
      properties: {
        'group.id': group,
        'config.storage.topic': `${group}-configs`,
        'offset.storage.topic': `${group}-offsets`,
        'status.storage.topic': `${group}-status`,
      },
    });
    expect(await getJson(`${url}/connectors`)).toEqual([]);
  });
});
