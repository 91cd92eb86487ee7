import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import { decodeAssignment, describeGroupsApi, produceApi, RecordBatchBuilder } from '@sluice/kafka-protocol';
import { makeTempFolder, runJavaTool, type ProgramResult, type TempFolder } from '@sluice/testing-services';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient } from '../src/network/fixtures/raw-client.ts';

const tools = 'org.apache.kafka.tools';

let folder: TempFolder;
let broker: DevBroker;
let client: RawClient;

beforeAll(async () => {
  folder = await makeTempFolder('dev-broker-java');
  broker = await startDevBroker({ dataDir: folder.path });
  client = await RawClient.connect(broker.port);
});

afterAll(async () => {
  client.close();
  await broker.stop();
  await folder.remove();
});

async function run(tool: string, args: readonly string[], stdin = ''): Promise<string> {
  const result = await runJavaTool(tool, ['--bootstrap-server', broker.bootstrapServers, ...args], { stdin });
  expect(result).toMatchObject({ exitCode: 0 });
  return result.stdout;
}

function lines(count: number): string {
  return Array.from({ length: count }, (_each, index) => `line ${index}\n`).join('');
}

describe('the Java producer and consumer', () => {
  it('carry lines through, compressed and idempotently', async () => {
    await run(`${tools}.ConsoleProducer`, ['--topic', 'lines', '--compression-codec', 'lz4'], lines(20_000));
    const consumed = await run(`${tools}.consumer.ConsoleConsumer`, [
      '--topic',
      'lines',
      '--from-beginning',
      '--max-messages',
      '20000',
    ]);
    expect(consumed).toBe(lines(20_000));
  });

  it('count the offsets of what they wrote', async () => {
    await run(`${tools}.ConsoleProducer`, ['--topic', 'counted'], lines(10));
    const offsets = async (time: string): Promise<string> =>
      run(`${tools}.GetOffsetShell`, ['--topic', 'counted', '--time', time]);
    expect([await offsets('-2'), await offsets('-1')]).toEqual(['counted:0:0\n', 'counted:0:10\n']);
  });
});

describe('the Java admin client', () => {
  it('creates, describes and deletes topics', async () => {
    const topic = ['--topic', 'managed'];
    await run(`${tools}.TopicCommand`, [
      '--create',
      ...topic,
      '--partitions',
      '3',
      '--config',
      'retention.ms=1234567',
    ]);
    const description = await run(`${tools}.TopicCommand`, ['--describe', ...topic]);
    expect(description).toMatch(
      /Topic: managed\tTopicId: [\w-]{22}\tPartitionCount: 3\tReplicationFactor: 1\tConfigs: retention.ms=1234567/,
    );
    const configs = await run('kafka.admin.ConfigCommand', [
      '--describe',
      '--all',
      '--entity-type',
      'topics',
      '--entity-name',
      'managed',
    ]);
    expect(configs).toContain(
      'retention.ms=1234567 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:retention.ms=1234567}',
    );
    await run(`${tools}.TopicCommand`, ['--delete', ...topic]);
    expect(await run(`${tools}.TopicCommand`, ['--list'])).not.toContain('managed');
  });

  it('finds the broker and its versions usable', async () => {
    const versions = await run(`${tools}.BrokerApiVersionsCommand`, []);
    expect(versions).toContain('Fetch(1): 4 to 18 [usable: 18]');
    expect(versions).toContain('Produce(0): 3 to 13 [usable: 13]');
  });
});

/** For each member of a stable group how many partitions it has; null while the group is not stable. */
async function partitionCounts(groupId: string): Promise<number[] | null> {
  const { groups } = await client.call(describeGroupsApi, 5, {
    groups: [groupId],
    includeAuthorizedOperations: false,
  });
  const [group] = groups;
  if (group?.groupState !== 'Stable') return null;
  return group.members.map(({ memberAssignment }) =>
    decodeAssignment(memberAssignment).assignedPartitions.reduce(
      (sum, { partitions }) => sum + partitions.length,
      0,
    ),
  );
}

async function untilMembersHave(groupId: string, expected: readonly number[]): Promise<void> {
  while (String(await partitionCounts(groupId)) !== String(expected)) await sleep(50);
}

async function produceTo(topic: string, partition: number, count: number): Promise<void> {
  const builder = new RecordBatchBuilder({ maxBytes: 1_000_000 });
  for (let index = 0; index < count; index += 1) {
    builder.append({ timestamp: Date.now(), key: null, value: `${partition}/${index}` });
  }
  const partitionData = [{ index: partition, records: builder.finish() }];
  await client.call(produceApi, 9, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData }],
  });
}

describe('a group of Java consumers', () => {
  it('shares the partitions, and shares them anew when one joins and when one leaves', async () => {
    await run(`${tools}.TopicCommand`, ['--create', '--topic', 'shared', '--partitions', '4']);
    const consume = (maxMessages: number): Promise<ProgramResult> =>
      runJavaTool(`${tools}.consumer.ConsoleConsumer`, [
        ...['--bootstrap-server', broker.bootstrapServers, '--topic', 'shared', '--group', 'java-group'],
        ...['--from-beginning', '--max-messages', String(maxMessages)],
      ]);
    const first = consume(300);
    await untilMembersHave('java-group', [4]);
    const second = consume(200);
    await untilMembersHave('java-group', [2, 2]);
    for (const partition of [0, 1, 2, 3]) await produceTo('shared', partition, 100);
    const ended = await Promise.race([first, second]);
    expect(ended.stdout.split('\n')).toHaveLength(201);
    await untilMembersHave('java-group', [4]);
    await produceTo('shared', 0, 50);
    await produceTo('shared', 3, 50);
    const [{ stdout: fromFirst }, { stdout: fromSecond }] = await Promise.all([first, second]);
    const consumed = [...fromFirst.trim().split('\n'), ...fromSecond.trim().split('\n')];
    expect([consumed.length, new Set(consumed).size]).toEqual([500, 400]);
    const groups = await run(`${tools}.consumer.group.ConsumerGroupCommand`, [
      '--describe',
      '--group',
      'java-group',
      '--offsets',
    ]);
    expect(groups).toMatch(/java-group +shared +0 +150 +150 +0/);
    expect(groups).toMatch(/java-group +shared +1 +100 +100 +0/);
  });
});
