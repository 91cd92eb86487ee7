/*
 * Records what a live Java cluster leaves in its config and status topics over the life of some connectors:
 *   node --conditions=@sluice/source testing/conformance/src/topics/record-topics.ts
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  JavaClusterWorker,
  makeTempFolder,
  readTopic,
  sharedKafka,
  waitFor,
  type Properties,
} from '@sluice/testing-services';

const fixtures = join(import.meta.dirname, '../../../../packages/runtime/src/stores/fixtures');
const kafka = await sharedKafka();
const { path: folder, remove } = await makeTempFolder('topics');
const input = join(folder, 'in.txt');
await writeFile(input, 'one\ntwo\n');

const source = {
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  file: input,
  topic: 'lines',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
};
const sink = { 'connector.class': 'FileStreamSink', 'tasks.max': '3', topics: 'lines' };
const running = (tasks: number): string[] => Array.from({ length: tasks + 1 }, () => 'RUNNING');

async function liveAndLeave(worker: JavaClusterWorker): Promise<void> {
  await worker.ask('POST /connectors', { name: 'src-a', config: source });
  await worker.untilIs('src-a', running(1));
  const file = join(folder, 'out.txt');
  await worker.ask('POST /connectors', { name: 'sink-a', config: { ...sink, file } });
  await worker.untilIs('sink-a', running(3));
  await worker.ask('PUT /connectors/src-a/config', { ...source, topic: 'größe' });
  await worker.untilIs('src-a', running(1));
  await worker.ask('PUT /connectors/src-a/pause');
  await worker.untilIs('src-a', ['PAUSED', 'PAUSED']);
  await worker.ask('PUT /connectors/src-a/resume');
  await worker.untilIs('src-a', running(1));
  await worker.ask('POST /connectors/src-a/restart?includeTasks=true&onlyFailed=false');
  await worker.ask('PUT /admin/loggers/org.example?scope=cluster', { level: 'DEBUG' });
  const broken = { ...sink, 'tasks.max': '1', file: join(folder, 'missing', 'out.txt') };
  await worker.ask('POST /connectors', { name: 'broken', config: broken });
  await worker.untilIs('broken', ['RUNNING', 'FAILED']);
  await worker.untilIs('src-a', running(1));
  const later = { name: 'commit-task-x-1', config: source, initial_state: 'STOPPED' };
  await worker.ask('POST /connectors', later);
  await worker.untilIs('commit-task-x-1', ['STOPPED']);
  await worker.ask('PUT /connectors/src-a/stop');
  await worker.untilIs('src-a', ['STOPPED']);
  await worker.ask('DELETE /connectors/src-a');
  await waitFor('src-a to be gone', async () => {
    const names = (await worker.ask('GET /connectors')) as string[];
    return names.includes('src-a') ? undefined : true;
  });
}

/** Keys and values as text: all of it is JSON. */
async function dump(topic: string): Promise<unknown[]> {
  const records = await readTopic(kafka.bootstrapServers, topic);
  return records.map(({ partition, offset, key, value }) => {
    return { partition, offset, key: String(key), value: value === null ? null : anonymous(String(value)) };
  });
}

/** Where the files lay when it was recorded does not matter. */
function anonymous(text: string): string {
  return text.replaceAll(folder, '/data');
}

async function record(name: string, more: Properties): Promise<void> {
  const topics = { config: `${name}-configs`, status: `${name}-status`, offset: `${name}-offsets` };
  const worker = await JavaClusterWorker.start({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': name,
    'config.storage.topic': topics.config,
    'status.storage.topic': topics.status,
    'offset.storage.topic': topics.offset,
    ...more,
  });
  try {
    await liveAndLeave(worker);
  } finally {
    await worker.stop();
  }
  const recorded = { config: await dump(topics.config), status: await dump(topics.status) };
  const lines = Object.entries(recorded).map(([topic, records]) => {
    const list = records.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    return `  "${topic}": [\n${list}\n  ]`;
  });
  await writeFile(join(fixtures, `${name}-topics.json`), `{\n${lines.join(',\n')}\n}\n`);
  process.stdout.write(`${name}: ${recorded.config.length} and ${recorded.status.length} records\n`);
}

await mkdir(fixtures, { recursive: true });
try {
  await record('java', {});
  await record('java-exactly-once', { 'exactly.once.source.support': 'enabled' });
} finally {
  await kafka.stop();
  await remove();
}
