import type { ConfigProvider, ProvidedValues } from '@sluice/connect-api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';

const soon = { timeout: 15_000, interval: 2 };
/** Timers that are not real move on by the interval at every look. */
const patience = { timeout: 15_000, interval: 20 };
const workers: InMemoryWorker[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(workers.splice(0).map(({ herder }) => herder.stop()));
});

/** A provider whose values the test changes, and which counts how often it was asked. */
class ChangingProvider implements ConfigProvider {
  readonly values = new Map<string, string>([['topic', 'secret-topic']]);
  ttlMs: number | undefined;
  failure: Error | null = null;
  asked = 0;

  get(): ProvidedValues {
    this.asked++;
    if (this.failure !== null) throw this.failure;
    const { values, ttlMs } = this;
    return ttlMs === undefined ? { values } : { values, ttlMs };
  }
}

function newWorker(provider: ConfigProvider): InMemoryWorker {
  const worker = new InMemoryWorker({ v: provider });
  workers.push(worker);
  return worker;
}

/** The topics that the latest task wrote to. */
function topicsOf({ clients }: InMemoryWorker): string[] {
  const producer = clients.producers.at(-1);
  for (const topic of ['secret-topic', 'new-topic']) producer?.createTopic(topic);
  const records = producer?.acknowledged ?? [];
  return [...new Set(records.map(({ topic }) => topic))];
}

describe('a connector whose configuration has references', () => {
  it('works with their values, while everybody sees the references', async () => {
    const worker = newWorker(new ChangingProvider());
    const { info } = await worker.put({ topic: '${v:p:topic}' });
    expect(info.config).toHaveProperty('topic', '${v:p:topic}');
    await expect.poll(() => topicsOf(worker), soon).toEqual(['secret-topic']);
    expect((await worker.herder.connectorInfo('c')).config).toHaveProperty('topic', '${v:p:topic}');
    expect(await worker.herder.taskInfos('c')).toMatchObject([{ config: { topic: '${v:p:topic}' } }]);
  });

  it('is validated with their values, which no answer shows', async () => {
    const provider = new ChangingProvider();
    provider.values.set('n', 'umpteen');
    const worker = newWorker(provider);
    const config = { 'connector.class': 'TestSource', name: 'c', topic: '${v:p:topic}', tasks: '${v:p:n}' };
    const infos = await worker.herder.validateConfig(config);
    const valueOf = (key: string): unknown => infos.configs.find(({ value }) => value?.name === key)?.value;
    expect(valueOf('topic')).toMatchObject({ value: '${v:p:topic}', errors: [] });
    expect(valueOf('tasks')).toMatchObject({
      value: null,
      errors: ['Invalid value ${v:p:n} for configuration tasks: Not a number of type INT'],
    });
    await expect(worker.put({ topic: '${v:p:topic}', tasks: '${v:p:n}' })).rejects.toThrow(
      'Invalid value ${v:p:n} for configuration tasks: Not a number of type INT',
    );
    expect(JSON.stringify(infos)).not.toMatch(/secret-topic|umpteen/);
  });

  it('has its limits resolved too', async () => {
    const provider = new ChangingProvider();
    provider.values.set('n', '2');
    const worker = newWorker(provider);
    const { info } = await worker.put({ 'tasks.max': '${v:p:n}', tasks: '${v:p:n}' });
    expect(info.tasks).toHaveLength(2);
    expect(info.config).toHaveProperty('tasks.max', '${v:p:n}');
  });

  it('is refused when a provider fails, and fails when that happens later', async () => {
    const provider = new ChangingProvider();
    const worker = newWorker(provider);
    provider.failure = new Error('The vault is sealed');
    await expect(worker.put({ topic: '${v:p:topic}' })).rejects.toThrow('The vault is sealed');
    expect(await worker.herder.connectors()).toEqual([]);
    provider.failure = null;
    await worker.put({ topic: '${v:p:topic}' });
    provider.failure = new Error('The vault is sealed again');
    await expect(worker.herder.restartTask({ connector: 'c', task: 0 })).rejects.toThrow(
      'Failed to start task',
    );
    const { tasks } = await worker.herder.connectorStatus('c');
    expect(tasks).toMatchObject([
      { state: 'FAILED', trace: expect.stringContaining('The vault is sealed again') as string },
    ]);
  });

  it('fails without showing values in its trace', async () => {
    const provider = new ChangingProvider();
    provider.values.set('n', '1');
    const worker = newWorker(provider);
    await worker.put({ tasks: '${v:p:n}' });
    provider.values.set('n', 'umpteen');
    await expect(worker.herder.restartConnector('c')).rejects.toThrow('Failed to start connector: c');
    const { connector } = await worker.herder.connectorStatus('c');
    expect(connector.state).toBe('FAILED');
    expect(connector.trace).toContain('Invalid value ${v:p:n} for configuration tasks');
    expect(connector.trace).not.toContain('umpteen');
  });
});

describe('values that are good for a while', () => {
  const lastSeconds = 2;

  async function started(config: Readonly<Record<string, string>> = {}): Promise<{
    worker: InMemoryWorker;
    provider: ChangingProvider;
  }> {
    const provider = new ChangingProvider();
    provider.ttlMs = lastSeconds * 1000;
    const worker = newWorker(provider);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await worker.put({ topic: '${v:p:topic}', ...config });
    await vi.waitUntil(() => worker.clients.producers.length === 1, patience);
    return { worker, provider };
  }

  it('have the connector started again when they run out, and its tasks only when they changed', async () => {
    const { worker, provider } = await started();
    const asked = provider.asked;
    await vi.advanceTimersByTimeAsync(lastSeconds * 1000 + 100);
    await vi.waitUntil(() => provider.asked > asked, patience);
    expect(worker.clients.producers).toHaveLength(1);
    provider.values.set('topic', 'new-topic');
    await vi.advanceTimersByTimeAsync(lastSeconds * 1000 + 100);
    await vi.waitUntil(() => worker.clients.producers.length === 2, patience);
    vi.useRealTimers();
    await expect.poll(() => topicsOf(worker), soon).toEqual(['new-topic']);
  });

  it('do nothing when config.action.reload is none', async () => {
    const { provider } = await started({ 'config.action.reload': 'none' });
    const asked = provider.asked;
    await vi.advanceTimersByTimeAsync(lastSeconds * 5000);
    expect(provider.asked).toBe(asked);
  });

  it('do nothing once the connector is gone', async () => {
    const { worker, provider } = await started();
    await worker.herder.deleteConnector('c');
    const asked = provider.asked;
    await vi.advanceTimersByTimeAsync(lastSeconds * 5000);
    expect(provider.asked).toBe(asked);
    expect(vi.getTimerCount()).toBe(0);
  });
});
