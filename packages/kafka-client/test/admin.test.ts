import { javaToolLines, runJavaTool, startKafka, type KafkaCluster } from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigEntry } from '../src/admin/configs/config-entry.ts';
import { partitionsOf, RealClients, uniqueName } from '../testing/real-clients.ts';

const tools = 'org.apache.kafka.tools';

let kafka: KafkaCluster;
let clients: RealClients;

beforeAll(async () => {
  kafka = await startKafka({
    brokers: 3,
    properties: {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      // What a page of a description holds: few enough to need several.
      'max.request.partition.size.limit': '50',
    },
  });
  clients = new RealClients(kafka.bootstrapServers);
});

afterAll(() => kafka.stop());
afterEach(() => clients.closeAll());

const java = (mainClass: string, args: readonly string[]): Promise<string[]> =>
  javaToolLines(kafka.bootstrapServers, mainClass, args);

describe('topics', () => {
  it('are what TopicCommand says they are', async () => {
    const admin = clients.admin();
    const [a, b] = [uniqueName('a'), uniqueName('b')];
    const outcomes = await admin.topics.create([
      {
        name: a,
        assignments: [
          [2, 3],
          [3, 1],
          [1, 2],
        ],
        configs: { 'retention.ms': '4711' },
      },
      { name: b, partitions: 2, replicationFactor: 9 },
    ]);
    expect(outcomes.get(a)).toMatchObject({ partitions: 3, configs: expect.any(Map) as unknown });
    expect(outcomes.get(b)).toMatchObject({ errorName: 'INVALID_REPLICATION_FACTOR', topic: b });
    expect(
      (await admin.topics.addPartitions([{ topic: a, total: 4, assignments: [[3, 1]] }])).get(a),
    ).toBeNull();
    await expect.poll(async () => (await admin.describeTopic(a)).partitions.length).toBe(4);
    const { topicId, partitions } = await admin.describeTopic(a);
    const ours = partitions.map(
      ({ partition, leader, replicas, inSyncReplicas }) =>
        `Topic: ${a}\tPartition: ${partition}\tLeader: ${leader}\tReplicas: ${replicas.join(',')}\tIsr: ${inSyncReplicas.join(',')}\tElr: \tLastKnownElr:`,
    );
    const [head = '', ...theirs] = await java(`${tools}.TopicCommand`, ['--describe', '--topic', a]);
    expect(theirs.map((line) => line.trim())).toEqual(ours);
    expect(head).toContain(`TopicId: ${topicId}\tPartitionCount: 4`);
    expect(head).toContain('retention.ms=4711');
  });

  it('are checked and not made with validateOnly', async () => {
    const admin = clients.admin();
    const name = uniqueName('v');
    const outcomes = await admin.topics.create([{ name, partitions: 2 }], { validateOnly: true });
    expect(outcomes.get(name)).toMatchObject({ partitions: 2, replicationFactor: 3 });
    expect(await admin.listTopics()).not.toContain(name);
  });

  it('of many partitions are described page by page', async () => {
    const admin = clients.admin();
    const name = uniqueName('big');
    await admin.topics.create([{ name, partitions: 120, replicationFactor: 1 }]);
    const numbers = async (): Promise<number[]> =>
      (await admin.describeTopic(name)).partitions.map(({ partition }) => partition);
    await expect.poll(numbers).toEqual(Array.from({ length: 120 }, (_, index) => index));
  });

  it('are deleted each for itself, and elect the leaders they prefer', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(2);
    const elected = await admin.topics.electLeaders(
      [...partitionsOf(topic, 2), { topic, partition: 9 }],
      'PREFERRED',
    );
    expect(elected.map(({ result }) => result)).toEqual([
      'not needed',
      'not needed',
      expect.objectContaining({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', topic, partition: 9 }),
    ]);
    const missing = uniqueName('missing');
    const outcomes = await admin.topics.delete([topic, missing]);
    expect(outcomes.get(topic)).toBeNull();
    expect(outcomes.get(missing)).toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', topic: missing });
  });
});

describe('configurations', () => {
  it('are changed as ConfigCommand sees it, and seen as ConfigCommand changed them', async () => {
    const admin = clients.admin();
    const topic = await clients.topic(1, { 'cleanup.policy': 'delete', 'segment.ms': '999999' });
    const resource = { type: 'TOPIC', name: topic } as const;
    await java('kafka.admin.ConfigCommand', [
      '--alter',
      '--entity-type',
      'topics',
      '--entity-name',
      topic,
      '--add-config',
      'retention.ms=1234567',
    ]);
    const [outcome, refused] = await admin.configs.alter([
      {
        ...resource,
        changes: [
          { name: 'cleanup.policy', operation: 'APPEND', value: 'compact' },
          { name: 'segment.ms', operation: 'DELETE' },
          { name: 'max.message.bytes', operation: 'SET', value: '77777' },
        ],
      },
      {
        type: 'TOPIC',
        name: await clients.topic(),
        changes: [{ name: 'nonsense', operation: 'SET', value: '1' }],
      },
    ]);
    expect(outcome?.result).toBeNull();
    expect(refused?.result).toMatchObject({ errorName: 'INVALID_CONFIG' });
    const entries = await untilConfigured(resource, 'max.message.bytes', '77777');
    const set = [...entries.values()].filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
    const ours = set.map(({ name, value, isSensitive, synonyms }) => {
      const all = synonyms.map((one) => `${one.source}:${one.name}=${one.value}`).join(', ');
      return `${name}=${value} sensitive=${isSensitive} synonyms={${all}}`;
    });
    const theirs = async (): Promise<string[]> => {
      const place = ['--entity-type', 'topics', '--entity-name', topic];
      const [, ...lines] = await java('kafka.admin.ConfigCommand', ['--describe', ...place]);
      return lines.map((line) => line.trim()).sort();
    };
    await expect.poll(theirs).toEqual(ours.sort());
    expect(entries.get('retention.ms')).toMatchObject({ value: '1234567', type: 'LONG', isReadOnly: false });
    expect(entries.get('segment.ms')).toMatchObject({ source: 'DEFAULT_CONFIG' });
  });

  async function untilConfigured(
    resource: { readonly type: 'TOPIC'; readonly name: string },
    name: string,
    value: string,
  ): Promise<ReadonlyMap<string, ConfigEntry>> {
    const seen = { entries: new Map<string, ConfigEntry>() as ReadonlyMap<string, ConfigEntry> };
    const look = async (): Promise<string | null | undefined> => {
      const [outcome] = await clients.admin().configs.describe([resource], { includeSynonyms: true });
      seen.entries = outcome?.result as ReadonlyMap<string, ConfigEntry>;
      return seen.entries.get(name)?.value;
    };
    await expect.poll(look).toBe(value);
    return seen.entries;
  }

  it('of brokers come from each broker, those of groups from any', async () => {
    const admin = clients.admin();
    const group = uniqueName('g');
    const altered = await admin.configs.alter([
      { type: 'BROKER', name: '2', changes: [{ name: 'log.cleaner.threads', operation: 'SET', value: '2' }] },
      {
        type: 'GROUP',
        name: group,
        changes: [{ name: 'consumer.session.timeout.ms', operation: 'SET', value: '50000' }],
      },
    ]);
    expect(altered.map(({ result }) => result)).toEqual([null, null]);
    const describe = () =>
      admin.configs.describe(
        [
          { type: 'BROKER', name: '1' },
          { type: 'BROKER', name: '2' },
          { type: 'GROUP', name: group },
          { type: 'BROKER', name: '9' },
        ],
        { includeDocumentation: true },
      );
    const entry = async (index: number, name: string) => {
      const result = (await describe())[index]?.result;
      return result instanceof Map ? (result.get(name) as ConfigEntry) : undefined;
    };
    await expect.poll(async () => (await entry(1, 'log.cleaner.threads'))?.value).toBe('2');
    expect(await entry(1, 'node.id')).toMatchObject({
      value: '2',
      source: 'STATIC_BROKER_CONFIG',
      isReadOnly: true,
    });
    expect(await entry(0, 'log.cleaner.threads')).toMatchObject({ value: '1', source: 'DEFAULT_CONFIG' });
    expect((await entry(0, 'node.id'))?.documentation).toMatch(/node ID/);
    expect(await entry(0, 'ssl.keystore.password')).toMatchObject({ value: null, isSensitive: true });
    await expect.poll(async () => (await entry(2, 'consumer.session.timeout.ms'))?.value).toBe('50000');
    expect((await describe())[3]?.result).toMatchObject({
      message: expect.stringContaining('There is no broker 9 now; there are 1 (') as string,
    });
  });
});

describe('partitions', () => {
  it('have the offsets that GetOffsetShell finds, and lose the records that are deleted', async () => {
    const admin = clients.admin();
    // The times of the records are long ago.
    const topic = await clients.topic(3, { 'retention.ms': '-1' });
    await clients.fill(topic, 3, 9);
    const find = async (at: 'earliest' | 'latest' | 'max-timestamp' | { timestampMs: number }) => {
      const queries = partitionsOf(topic, 3).map((one) => ({ ...one, at }));
      return (await admin.partitions.findOffsets(queries)).map(({ partition, result }) => {
        if (result instanceof Error) throw result;
        return `${topic}:${partition}:${result.offset ?? ''}`;
      });
    };
    const deleted = await admin.partitions.deleteRecords([
      { topic, partition: 0, before: 2 },
      { topic, partition: 1, before: 'high-watermark' },
      { topic, partition: 2, before: 100 },
    ]);
    expect(deleted.map(({ result }) => result)).toEqual([
      2,
      3,
      expect.objectContaining({ errorName: 'OFFSET_OUT_OF_RANGE', topic, partition: 2 }),
    ]);
    const shell = (time: string) => java(`${tools}.GetOffsetShell`, ['--topic', topic, '--time', time]);
    expect(await find('earliest')).toEqual(await shell('earliest'));
    expect(await find('latest')).toEqual(await shell('latest'));
    expect(await find({ timestampMs: 6500 })).toEqual([`${topic}:0:2`, `${topic}:1:`, `${topic}:2:2`]);
    const [youngest] = await admin.partitions.findOffsets([{ topic, partition: 2, at: 'max-timestamp' }]);
    expect(youngest?.result).toEqual({ offset: 2, timestampMs: 9000, leaderEpoch: 0 });
  });
});

describe('ACLs', () => {
  it('are what AclCommand lists, whichever side made them', async () => {
    const admin = clients.admin();
    const topic = uniqueName('acl');
    const acl = {
      resourceType: 'TOPIC',
      resourceName: topic,
      principal: 'User:anna',
      operation: 'READ',
      permission: 'ALLOW',
    } as const;
    const created = await admin.acls.create([
      acl,
      { ...acl, patternType: 'PREFIXED', operation: 'WRITE', permission: 'DENY', host: '10.0.0.1' },
      { ...acl, resourceType: 'CLUSTER', resourceName: 'not-the-cluster', operation: 'ALTER' },
    ]);
    expect(created.map(({ result }) => result)).toEqual([
      null,
      null,
      expect.objectContaining({ errorName: 'INVALID_REQUEST' }),
    ]);
    await java(`${tools}.AclCommand`, [
      '--add',
      '--allow-principal',
      'User:bert',
      '--operation',
      'Describe',
      '--topic',
      topic,
    ]);
    const filter = { resourceType: 'TOPIC', resourceName: topic, patternType: 'MATCH' } as const;
    const inShort = async () =>
      (await admin.acls.describe(filter)).map(
        (one) =>
          `(principal=${one.principal}, host=${one.host}, operation=${one.operation}, permissionType=${one.permission})`,
      );
    await expect.poll(inShort).toHaveLength(3);
    const listed = await java(`${tools}.AclCommand`, [
      '--list',
      '--topic',
      topic,
      '--resource-pattern-type',
      'match',
    ]);
    const theirs = listed.filter((line) => line.includes('principal=')).map((line) => line.trim());
    expect((await inShort()).sort()).toEqual(theirs.sort());
    const [deletion] = await admin.acls.delete([{ ...filter, principal: 'User:anna' }]);
    expect(deletion?.result).toHaveLength(2);
    await expect.poll(inShort).toHaveLength(1);
  });
});

describe('the cluster', () => {
  it('is what ClusterTool says it is, with what the client may do', async () => {
    const { clusterId, brokers, controllerId, authorizedOperations } = await clients
      .admin()
      .describeCluster({ includeAuthorizedOperations: true });
    const { stdout } = await runJavaTool(`${tools}.ClusterTool`, [
      'cluster-id',
      '--bootstrap-server',
      kafka.bootstrapServers,
    ]);
    expect(stdout.trim()).toBe(`Cluster ID: ${clusterId}`);
    expect(brokers.map(({ nodeId, port }) => `${nodeId}:${port}`).sort()).toEqual(
      kafka.brokers.map(({ id, port }) => `${id}:${port}`),
    );
    expect([1, 2, 3]).toContain(controllerId);
    expect(authorizedOperations).toContain('ALTER_CONFIGS');
  });

  it('is asked on when a broker is gone, and the listing says what is missing', async () => {
    const admin = clients.admin();
    await admin.describeCluster();
    const [, , third] = kafka.brokers;
    await third?.kill('SIGSTOP');
    try {
      const quick = clients.admin({ 'default.api.timeout.ms': '3000', 'request.timeout.ms': '1000' });
      const begun = performance.now();
      const { failures } = await quick.groups.list();
      expect(performance.now() - begun).toBeLessThan(8000);
      expect([...failures.keys()]).toEqual([3]);
      expect(failures.get(3)?.message).toContain(`127.0.0.1:${third?.port}`);
    } finally {
      await third?.kill('SIGCONT');
    }
  });
});
