import { RecordBatchBuilder } from '@sluice/kafka-protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distortWith } from '../testing/fuzz/distortions.ts';
import { answerAdmin, answerGroup } from '../testing/fuzz/whole-answers.ts';
import { Random } from '../testing/fuzz/random.ts';
import { LogBroker } from '../testing/log-broker.ts';
import { Admin } from './admin/admin.ts';
import { Consumer } from './consumer/consumer.ts';
import { KafkaError } from './errors/kafka-error.ts';
import { Producer } from './produce/producer.ts';
import { parseAdminSettings } from './settings/admin-settings.ts';
import { parseConsumerSettings } from './settings/consumer-settings.ts';
import { parseProducerSettings } from './settings/producer-settings.ts';

/*
 * A broker whose answers are damaged at random: whatever it sends, every call of a client settles in time, with what
 * was asked for or with a KafkaError that says where. A case is its seed: SLUICE_FUZZ_SEED=n runs that one alone,
 * SLUICE_FUZZ_CASES=n runs as many as that for each client.
 */

const { SLUICE_FUZZ_SEED: onlySeed, SLUICE_FUZZ_CASES: caseCount = '120' } = process.env;
const firstSeed = Number(onlySeed ?? 1);
const casesPerClient = onlySeed === undefined ? Number(caseCount) : 1;
const atOnce = 8;
/** Far above the time-outs below: a busy machine is no failure. */
const boundMs = 5000;
const maxGrowthBytes = 300 * 1024 * 1024;

const quick = {
  'request.timeout.ms': '60',
  'retry.backoff.ms': '2',
  'retry.backoff.max.ms': '10',
  'reconnect.backoff.ms': '2',
  'reconnect.backoff.max.ms': '10',
  'socket.connection.setup.timeout.ms': '100',
};

interface FuzzCase {
  readonly broker: LogBroker;
  /** Makes a call: what is wrong with how it ends goes to `faults`. */
  readonly call: (name: string, run: () => Promise<unknown>) => Promise<void>;
  readonly judge: (name: string, error: unknown) => void;
}

async function useProducer({ broker, call, judge }: FuzzCase): Promise<void> {
  const { settings } = parseProducerSettings({
    ...quick,
    'bootstrap.servers': broker.script.address,
    'max.block.ms': '150',
    'delivery.timeout.ms': '200',
    'linger.ms': '0',
  });
  const producer = new Producer<number>(settings);
  let delivered = 0;
  producer.onDelivered = ({ attachments, error }) => {
    delivered += attachments.length;
    if (error !== null) judge('delivery', error);
  };
  let appended = 0;
  const append = async (): Promise<void> => {
    for (let index = 0; index < 20; index += 1) {
      producer.append({ topic: 't', partition: null, timestampMs: 1, key: null, value: `v${index}` }, index);
      appended += 1;
    }
    await producer.flush();
    if (delivered !== appended) judge('flush', new Error(`${delivered} of ${appended} records were told of`));
  };
  await call('prepare', () => producer.prepare('t'));
  if (producer.partitionCount('t') !== undefined) {
    await call('append and flush', append);
    await call('append again', append);
  }
  await call('close', () => producer.close(200));
}

async function useConsumer({ broker, call }: FuzzCase): Promise<void> {
  const { settings } = parseConsumerSettings({
    ...quick,
    'bootstrap.servers': broker.script.address,
    'group.id': 'g',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': 'false',
    'default.api.timeout.ms': '200',
    'fetch.max.wait.ms': '20',
    'heartbeat.interval.ms': '20',
  });
  const consumer = new Consumer(settings);
  consumer.subscribe(['t']);
  for (let poll = 1; poll <= 4; poll += 1) {
    await call(`poll ${poll}`, async () => {
      for (const part of (await consumer.poll(60)).partitions) {
        const cursor = part.records();
        while (cursor.next()) void [cursor.key, cursor.value, cursor.headers];
      }
    });
  }
  if (consumer.assignment().length > 0) {
    await call('commit', () => consumer.commit([{ topic: 't', partition: 0, offset: 1 }]));
  }
  await call('committed', () => consumer.committed([{ topic: 't', partition: 0 }]));
  await call('close', () => consumer.close(200));
}

async function useAdmin({ broker, call }: FuzzCase): Promise<void> {
  const { settings } = parseAdminSettings({
    ...quick,
    'bootstrap.servers': broker.script.address,
    'default.api.timeout.ms': '150',
  });
  const admin = new Admin(settings);
  const partitions = [{ topic: 't', partition: 0 }];
  await Promise.all([
    call('describeCluster', () => admin.describeCluster()),
    call('listTopics', () => admin.listTopics()),
    call('describeTopic', () => admin.describeTopic('t')),
    call('createTopic', () => admin.createTopic({ name: 'n' })),
    call('listOffsets', () => admin.listOffsets(partitions, 'latest')),
    call('describeTopicConfigs', () => admin.describeTopicConfigs('t')),
    call('groups', async () => {
      for (const [, error] of (await admin.groups.list()).failures) throw error;
    }),
    call('describe groups', async () => throwFailures(await admin.groups.describe(['g', 'h']))),
    call('offsets', async () => throwFailures(await admin.groups.offsets([{ groupId: 'g', partitions }]))),
  ]);
  await call('close', () => admin.close());
}

function throwFailures(outcomes: ReadonlyMap<string, unknown>): void {
  for (const outcome of outcomes.values()) if (outcome instanceof Error) throw outcome;
}

interface CaseResult {
  /** What went wrong. */
  readonly faults: readonly string[];
  readonly succeeded: number;
  readonly failed: number;
}

async function runCase(seed: number, use: (fuzz: FuzzCase) => Promise<void>): Promise<CaseResult> {
  const random = new Random(seed);
  const broker = await LogBroker.start({ t: 2 });
  const faults: string[] = [];
  let [succeeded, failed] = [0, 0];
  answerGroup(broker);
  answerAdmin(broker);
  broker.append('t', 0, batchOf(5));
  const { distort, done } = distortWith(random, random.pick([10, 30, 60, 100]));
  broker.script.distort = distort;
  const note = (what: string): void =>
    void faults.push(`seed ${seed}: ${what} (${[...new Set(done)].join(', ')})`);
  const judge = (name: string, error: unknown): void => {
    if (!saysWhere(error, broker.script.address)) note(`${name}: ${describeFault(error)}`);
  };
  const call = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const settled = run().then(
      () => {
        succeeded += 1;
      },
      (error: unknown) => {
        failed += 1;
        judge(name, error);
      },
    );
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise((resolve) => (timer = setTimeout(resolve, boundMs, 'late')));
    if ((await Promise.race([settled, tooLate])) === 'late') note(`${name} does not settle`);
    clearTimeout(timer);
  };
  await use({ broker, call, judge });
  await broker.stop();
  return { faults, succeeded, failed };
}

/** Whether an error is one of Kafka's, and names the broker, the topic or the group that it is about. */
function saysWhere(error: unknown, address: string): boolean {
  if (!(error instanceof KafkaError)) return false;
  return error.message.includes(address) || error.topic !== null || error.message.includes('group');
}

function describeFault(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.stack ?? error.message}` : String(error);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function batchOf(count: number): Buffer {
  const builder = new RecordBatchBuilder({ maxBytes: 10_000, compression: 'gzip' });
  for (let index = 0; index < count; index += 1)
    builder.append({ timestamp: 1, key: 'k', value: `v${index}` });
  return builder.finish();
}

describe('answers that are damaged at random', () => {
  const unhandled: string[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(describeFault(error));

  beforeAll(
    () => void process.on('unhandledRejection', onUnhandled).on('uncaughtExceptionMonitor', onUnhandled),
  );
  afterAll(
    () => void process.off('unhandledRejection', onUnhandled).off('uncaughtExceptionMonitor', onUnhandled),
  );

  it.each([
    ['a producer', useProducer],
    ['a consumer', useConsumer],
    ['an admin client', useAdmin],
  ] as const)(
    'neither hang nor crash %s, and every error says where',
    { timeout: 120_000 },
    async (_client, use) => {
      const before = process.memoryUsage().rss;
      const seeds = Array.from({ length: casesPerClient }, (_, index) => firstSeed + index);
      const results: CaseResult[] = [];
      const work = async (): Promise<void> => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
          results.push(await runCase(seed, use));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      expect(results.flatMap(({ faults }) => faults)).toEqual([]);
      // Else the damage would be too small, or too great, to show anything.
      const least = onlySeed === undefined ? casesPerClient / 10 : -1;
      expect(sum(results.map(({ succeeded }) => succeeded))).toBeGreaterThan(least);
      expect(sum(results.map(({ failed }) => failed))).toBeGreaterThan(least);
      expect(unhandled.splice(0)).toEqual([]);
      expect(process.memoryUsage().rss - before).toBeLessThan(maxGrowthBytes);
    },
  );
});
