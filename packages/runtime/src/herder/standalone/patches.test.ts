import { afterEach, describe, expect, it } from 'vitest';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';

const soon = { timeout: 3000, interval: 2 };
const workers: InMemoryWorker[] = [];

function newWorker(): InMemoryWorker {
  const worker = new InMemoryWorker();
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map(({ herder }) => herder.stop()));
});

describe('patching the configuration of a connector', () => {
  it('changes what is named, removes what is null, and starts it anew', async () => {
    const worker = newWorker();
    await worker.put({ tasks: '1', extra: 'x' });
    const info = await worker.herder.patchConnectorConfig('c', { tasks: '2', extra: null });
    expect(info).toMatchObject({ name: 'c', tasks: [{ task: 0 }, { task: 1 }], type: 'source' });
    const { config } = await worker.herder.connectorInfo('c');
    expect(config).toEqual(info.config);
    expect(config).toMatchObject({ topic: 't', tasks: '2', name: 'c' });
    expect(config).not.toHaveProperty('extra');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  });

  it('keeps it stopped', async () => {
    const worker = newWorker();
    await worker.put({}, { initialState: 'STOPPED' });
    await worker.herder.patchConnectorConfig('c', { tasks: '2' });
    expect(await worker.states()).toEqual(['STOPPED']);
  });

  it('loses neither of two patches that come together', async () => {
    const worker = newWorker();
    await worker.put();
    // The first one may be replaced while it starts, and says so.
    await Promise.allSettled([
      worker.herder.patchConnectorConfig('c', { one: '1' }),
      worker.herder.patchConnectorConfig('c', { two: '2' }),
    ]);
    expect((await worker.herder.connectorInfo('c')).config).toMatchObject({ one: '1', two: '2' });
  });

  it('is refused when the outcome is invalid, and nothing changes', async () => {
    const worker = newWorker();
    await worker.put();
    const { config } = await worker.herder.connectorInfo('c');
    await expect(worker.herder.patchConnectorConfig('c', { topic: null })).rejects.toThrow(
      'Missing required configuration "topic" which has no default value.',
    );
    expect((await worker.herder.connectorInfo('c')).config).toEqual(config);
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('is refused when there is no such connector', async () => {
    const worker = newWorker();
    await expect(worker.herder.patchConnectorConfig('nobody', {})).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'Connector nobody not found',
    });
  });
});
