import { startDevBroker, type DevBroker } from '@sluice/dev-broker';
import { readTopic, runOldJavaClients } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let broker: DevBroker;

beforeAll(async () => {
  broker = await startDevBroker();
});

afterAll(() => broker.stop());

describe('Java clients of version 2.8', () => {
  it('copy a topic exactly once, in transactions and in a cooperative group', async () => {
    const { exitCode, stdout, stderr } = await runOldJavaClients(broker.bootstrapServers);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: '2.8.2 copied\n' });
    const copied = await readTopic(broker.bootstrapServers, 'old-target');
    const values = copied.map(({ value }) => value?.toString() ?? '');
    expect(values.sort()).toEqual(Array.from({ length: 100 }, (_each, index) => `record ${index}`).sort());
  });
});
