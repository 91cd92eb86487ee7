import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import {
  createTopicsApi,
  initProducerIdApi,
  addPartitionsToTxnApi,
  offsetCommitApi,
  produceApi,
} from '@sluice/kafka-protocol';
import { javaToolLines, makeTempFolder, tableIn, type TempFolder } from '@sluice/testing-services';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../src/log/fixtures/make-batch.ts';
import { RawClient } from '../src/network/fixtures/raw-client.ts';

const tools = 'org.apache.kafka.tools';

let folder: TempFolder;
let broker: DevBroker;
let client: RawClient;

beforeAll(async () => {
  folder = await makeTempFolder('dev-broker-admin');
  broker = await startDevBroker({ dataDir: folder.path });
  client = await RawClient.connect(broker.port);
  await client.call(createTopicsApi, 6, {
    topics: ['t', 'hung'].map((name) => ({
      name,
      numPartitions: 2,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    })),
  });
});

afterAll(async () => {
  client.close();
  await broker.stop();
  await folder.remove();
});

function run(tool: string, ...args: readonly string[]): Promise<string[]> {
  return javaToolLines(broker.bootstrapServers, tool, args);
}

async function produceInTransaction(producerId: bigint): Promise<void> {
  const header = { producerId, producerEpoch: 0, baseSequence: 0, transactional: true };
  const records = makeBatch({ values: ['a', 'b', 'c'], ...header }).bytes;
  const { responses } = await client.call(produceApi, 10, {
    transactionalId: 'hanging',
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: 'hung', partitionData: [{ index: 0, records }] }],
  });
  expect(responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
}

describe("Kafka's own tools", () => {
  it('change topics and their configurations', async () => {
    await run(`${tools}.TopicCommand`, '--alter', '--topic', 't', '--partitions', '3');
    const change = ['--alter', '--add-config', 'retention.ms=60000,cleanup.policy=[compact,delete]'];
    await run('kafka.admin.ConfigCommand', ...change, '--entity-type', 'topics', '--entity-name', 't');
    await run(
      'kafka.admin.ConfigCommand',
      ...['--alter', '--delete-config', 'retention.ms', '--entity-type', 'topics', '--entity-name', 't'],
    );
    const [described = ''] = await run(`${tools}.TopicCommand`, '--describe', '--topic', 't');
    expect(described).toContain('PartitionCount: 3');
    expect(described).toContain('Configs: cleanup.policy=compact,delete');
  });

  it('delete records', async () => {
    await run(`${tools}.TopicCommand`, '--create', '--topic', 'short');
    const records = makeBatch({ values: ['a', 'b', 'c'] }).bytes;
    await client.call(produceApi, 10, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 'short', partitionData: [{ index: 0, records }] }],
    });
    const file = join(folder.path, 'delete.json');
    const partitions = [{ topic: 'short', partition: 0, offset: 2 }];
    await writeFile(file, JSON.stringify({ partitions, version: 1 }));
    const lines = await run(`${tools}.DeleteRecordsCommand`, '--offset-json-file', file);
    expect(lines.join()).toMatch(/short-0\s+low_watermark: 2/);
  });

  it('look after groups', async () => {
    const partitions = [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: null }];
    await client.call(offsetCommitApi, 8, {
      groupId: 'g',
      memberId: '',
      topics: [{ name: 't', partitions }],
    });
    const command = `${tools}.consumer.group.ConsumerGroupCommand`;
    await run(command, '--reset-offsets', '--group', 'g', '--topic', 't:0', '--to-offset', '0', '--execute');
    const rows = tableIn(await run(command, '--describe', '--group', 'g', '--offsets'));
    expect(rows).toContainEqual(expect.objectContaining({ TOPIC: 't', 'CURRENT-OFFSET': '0' }));
    await run(command, '--delete-offsets', '--group', 'g', '--topic', 't');
    expect((await run(command, '--delete', '--group', 'g')).join()).toMatch(/Deletion of requested/);
    expect((await run(command, '--list')).join()).not.toContain('g,');
  });

  it('find and end a transaction that hangs', async () => {
    const { producerId } = await client.call(initProducerIdApi, 4, {
      transactionalId: 'hanging',
      transactionTimeoutMs: 600_000,
    });
    await client.call(addPartitionsToTxnApi, 3, {
      v3AndBelowTransactionalId: 'hanging',
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: 0,
      v3AndBelowTopics: [{ name: 'hung', partitions: [0] }],
    });
    await produceInTransaction(producerId);
    const command = `${tools}.TransactionsCommand`;
    expect(tableIn(await run(command, 'list'))).toMatchObject([
      { TransactionalId: 'hanging', ProducerId: String(producerId), TransactionState: 'Ongoing' },
    ]);
    expect(tableIn(await run(command, 'describe', '--transactional-id', 'hanging'))).toMatchObject([
      { TransactionState: 'Ongoing' },
    ]);
    const producers = await run(command, 'describe-producers', '--topic', 'hung', '--partition', '0');
    expect(tableIn(producers)).toMatchObject([
      { ProducerId: String(producerId), CurrentTransactionStartOffset: '0' },
    ]);
    const place = ['--topic', 'hung', '--partition', '0', '--start-offset', '0'];
    await run(command, 'abort', ...place);
    const after = tableIn(await run(command, 'describe-producers', '--topic', 'hung', '--partition', '0'));
    expect(after).toMatchObject([{ CurrentTransactionStartOffset: 'None' }]);
  });

  it('see the features of the cluster, and lower them', async () => {
    const feature = ['--feature', 'transaction.version=1'];
    await run(`${tools}.FeatureCommand`, 'downgrade', ...feature);
    const described = (await run(`${tools}.FeatureCommand`, 'describe')).join('\n');
    expect(described).toMatch(
      /transaction.version\s+SupportedMinVersion: 0\s+SupportedMaxVersion: 2\s+FinalizedVersionLevel: 1/,
    );
    await run(`${tools}.FeatureCommand`, 'upgrade', '--feature', 'transaction.version=2');
  });
});
