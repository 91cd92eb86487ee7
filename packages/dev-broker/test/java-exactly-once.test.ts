import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import {
  JavaClusterWorker,
  makeTempFolder,
  newClusterProperties,
  readTopic,
  waitFor,
  type TempFolder,
} from '@sluice/testing-services';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: TempFolder;
let broker: DevBroker;
let worker: JavaClusterWorker | undefined;

beforeAll(async () => {
  folder = await makeTempFolder('dev-broker-connect');
  broker = await startDevBroker({ dataDir: join(folder.path, 'data') });
});

afterAll(async () => {
  await worker?.stop();
  await broker.stop();
  await folder.remove();
});

const lines = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_each, index) => `line ${from + index}`);

describe('a distributed Java worker', () => {
  it('delivers a file exactly once, over a restart of the worker', async () => {
    const file = join(folder.path, 'lines.txt');
    const properties = newClusterProperties(broker.bootstrapServers, {
      'exactly.once.source.support': 'enabled',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    });
    await appendFile(file, `${lines(0, 500).join('\n')}\n`);
    worker = await JavaClusterWorker.start(properties);
    await worker.ask('PUT /connectors/file/config', {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      file,
      topic: 'delivered',
      'exactly.once.support': 'required',
      'transaction.boundary': 'poll',
    });
    await worker.untilIs('file', ['RUNNING', 'RUNNING']);
    await untilDelivered(500);
    await worker.kill();
    await appendFile(file, `${lines(500, 500).join('\n')}\n`);
    worker = await JavaClusterWorker.start(properties);
    await worker.untilIs('file', ['RUNNING', 'RUNNING']);
    await untilDelivered(1000);
    const delivered = await readTopic(broker.bootstrapServers, 'delivered');
    expect(delivered.map(({ value }) => value?.toString())).toEqual(lines(0, 1000));
  });
});

async function untilDelivered(count: number): Promise<void> {
  await waitFor(`${count} lines in the topic`, async () => {
    const records = await readTopic(broker.bootstrapServers, 'delivered');
    if (records.length < count) throw new Error(`${records.length} lines`);
    return true;
  });
}
