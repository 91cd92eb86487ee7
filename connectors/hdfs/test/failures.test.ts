import type { SinkConnectorPlugin } from '@sluice/connect-api';
import { startTestWorker, waitFor, type TestWorker } from '@sluice/test-kit';
import { Hdfs } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hdfsSink } from '../src/plugin.ts';
import { readFolder } from '../testing/read-folder.ts';

/** What `put` threw and will be called again after. */
const failures: string[] = [];
const watched: SinkConnectorPlugin<typeof hdfsSink.config> = {
  ...hdfsSink,
  createTask: (config, context) => {
    const task = hdfsSink.createTask(config, context);
    const put = task.put.bind(task);
    task.put = async (records) => {
      try {
        await put(records);
      } catch (error) {
        failures.push(String(error));
        throw error;
      }
    };
    return task;
  },
};

let hdfs: Hdfs;
let worker: TestWorker;
beforeAll(async () => {
  hdfs = await Hdfs.start({ separate: true });
  worker = await startTestWorker({ plugins: [watched], patienceMs: 60_000 });
});
afterAll(async () => {
  await worker.stop();
  await hdfs.stop();
});

async function startSink(name: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  await worker.createTopic(name);
  await worker.putConnector(name, {
    name,
    'connector.class': hdfsSink.className,
    topics: name,
    'hdfs.url': `hdfs://127.0.0.1:${hdfs.rpcPort}`,
    'webhdfs.url': hdfs.url,
    'topics.dir': `/${name}`,
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'format.class': 'io.confluent.connect.hdfs.string.StringFormat',
    'flush.size': '3',
    'retry.backoff.ms': '200',
    ...more,
  });
  await worker.untilRunning(name);
}

const values = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_none, n) => `v${from + n}`);

async function deliveredLines(name: string): Promise<string[]> {
  const files = await readFolder(hdfs.url, `/${name}/${name}`);
  return [...files.values()].flatMap((text) => text.split('\n').slice(0, -1)).toSorted();
}

async function untilDelivered(name: string, expected: readonly string[]): Promise<string[]> {
  return await waitFor(
    `${expected.length} records in files`,
    async () => {
      const lines = await deliveredLines(name);
      if (lines.length < expected.length) throw new Error(`there are ${lines.length}`);
      return lines;
    },
    60_000,
  );
}

describe('what HDFS does not take', () => {
  it('while it is in safe mode waits until it is not', async () => {
    await startSink('safe');
    await worker.write('safe', values(0, 3));
    expect(await untilDelivered('safe', values(0, 3))).toEqual(values(0, 3));
    expect(await hdfs.admin('-safemode', 'enter')).toMatchObject({ exitCode: 0 });
    await worker.write('safe', values(3, 6));
    await waitFor(
      'the task to be refused',
      () => failures.some((failure) => failure.includes('SafeModeException')) || undefined,
    );
    expect(await deliveredLines('safe')).toEqual(values(0, 3));
    expect(await hdfs.admin('-safemode', 'leave')).toMatchObject({ exitCode: 0 });
    expect(await untilDelivered('safe', values(0, 6))).toEqual(values(0, 6));
    await worker.stopConnector('safe');
  });

  it('since its only DataNode is dead waits until there is another', async () => {
    await startSink('dead');
    await worker.write('dead', values(0, 3));
    expect(await untilDelivered('dead', values(0, 3))).toEqual(values(0, 3));
    const before = failures.length;
    await hdfs.killDataNode();
    await worker.write('dead', values(3, 9));
    await waitFor('the task to fail to write', () => failures.length > before || undefined, 60_000);
    await hdfs.startDataNode();
    expect(await untilDelivered('dead', values(0, 9))).toEqual(values(0, 9));
    await worker.stopConnector('dead');
  });

  it('since no DataNode has room waits until one has', async () => {
    await startSink('full');
    await hdfs.killDataNode();
    await hdfs.startDataNode({ 'dfs.datanode.du.reserved': String(2 ** 60) });
    const before = failures.length;
    await worker.write('full', values(0, 3));
    // At first the NameNode may still name the one that was killed.
    const isRefused = (): boolean =>
      failures.slice(before).some((text) => /datanode|minReplication/i.test(text));
    await waitFor('the task to be refused', () => isRefused() || undefined, 60_000);
    expect(await deliveredLines('full')).toEqual([]);
    await hdfs.killDataNode();
    await hdfs.startDataNode();
    expect(await untilDelivered('full', values(0, 3))).toEqual(values(0, 3));
    await worker.stopConnector('full');
  });

  it('beyond a quota fails the task, which says so, and is delivered once the quota is raised', async () => {
    expect(await hdfs.shell('-mkdir', '/quota')).toMatchObject({ exitCode: 0 });
    expect(await hdfs.admin('-setSpaceQuota', '1', '/quota')).toMatchObject({ exitCode: 0 });
    await startSink('quota');
    await worker.write('quota', values(0, 3));
    const trace = await worker.untilFailed('quota');
    expect(trace).toMatch(/QuotaExceededException.*Raise the quota of space/);
    expect(await hdfs.admin('-clrSpaceQuota', '/quota')).toMatchObject({ exitCode: 0 });
    await worker.stopConnector('quota');
    await worker.resumeConnector('quota');
    expect(await untilDelivered('quota', values(0, 3))).toEqual(values(0, 3));
    await worker.stopConnector('quota');
  });
});
