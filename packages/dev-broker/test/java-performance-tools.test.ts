import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import { makeTempFolder, runJavaTool, type TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const tools = 'org.apache.kafka.tools';
const records = 100_000;

let folder: TempFolder;
let broker: DevBroker;

beforeAll(async () => {
  folder = await makeTempFolder('dev-broker-perf');
  broker = await startDevBroker({ dataDir: folder.path });
});

afterAll(async () => {
  await broker.stop();
  await folder.remove();
});

async function produce(topic: string, ...more: readonly string[]): Promise<string> {
  const result = await runJavaTool(`${tools}.ProducerPerformance`, [
    ...['--topic', topic, '--num-records', String(records), '--record-size', '100', '--throughput', '-1'],
    ...['--bootstrap-server', broker.bootstrapServers, ...more],
  ]);
  expect(result).toMatchObject({ exitCode: 0 });
  return result.stdout;
}

async function consume(topic: string, ...more: readonly string[]): Promise<string[]> {
  const { stdout, exitCode } = await runJavaTool(`${tools}.ConsumerPerformance`, [
    ...['--topic', topic, '--num-records', String(records), '--bootstrap-server', broker.bootstrapServers],
    ...more,
  ]);
  expect(exitCode).toBe(0);
  return (stdout.trim().split('\n').at(-1) ?? '').split(',').map((cell) => cell.trim());
}

describe("Kafka's performance tools", () => {
  it('write and read all of their records', async () => {
    expect(await produce('plain')).toContain(`${records} records sent`);
    const messages = Number((await consume('plain'))[4]);
    expect(messages).toBeGreaterThanOrEqual(records);
  });

  it('write in transactions, one after the other', async () => {
    const transactional = ['--transactional-id', 'perf', '--transaction-duration-ms', '50'];
    expect(await produce('transactional', ...transactional)).toContain(`${records} records sent`);
    const messages = Number((await consume('transactional'))[4]);
    expect(messages).toBeGreaterThanOrEqual(records);
  });
});
