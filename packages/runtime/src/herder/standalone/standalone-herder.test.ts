import { afterEach, describe, expect, it, vi } from 'vitest';
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

const notFound = (message: string): unknown => expect.objectContaining({ name: 'NotFoundError', message });

describe('creating a connector', () => {
  it('starts it and its tasks, and says so', async () => {
    const worker = newWorker();
    expect(await worker.put({ tasks: '2' })).toEqual({
      created: true,
      info: {
        name: 'c',
        config: { 'connector.class': 'TestSource', topic: 't', 'tasks.max': '3', tasks: '2', name: 'c' },
        tasks: [
          { connector: 'c', task: 0 },
          { connector: 'c', task: 1 },
        ],
        type: 'source',
      },
    });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
    expect(await worker.herder.connectors()).toEqual(['c']);
    expect(await worker.herder.connectorStatus('c')).toEqual({
      name: 'c',
      type: 'source',
      connector: { state: 'RUNNING', workerId: 'localhost:8083', version: '1.2.3' },
      tasks: [
        { id: 0, state: 'RUNNING', workerId: 'localhost:8083', version: '1.2.3' },
        { id: 1, state: 'RUNNING', workerId: 'localhost:8083', version: '1.2.3' },
      ],
    });
    expect(await worker.herder.taskInfos('c')).toMatchObject([
      {
        id: { connector: 'c', task: 0 },
        config: { topic: 't', number: '0', 'task.class': 'org.example.TestSourceTask' },
      },
      { config: { number: '1' } },
    ]);
    expect(await worker.herder.taskStatus({ connector: 'c', task: 1 })).toMatchObject({
      id: 1,
      state: 'RUNNING',
    });
  });

  it('gives sinks their topics and as many tasks as allowed', async () => {
    const worker = newWorker();
    const config = { 'connector.class': 'TestSink', topics: 'a,b', 'tasks.max': '2' };
    const { info } = await worker.herder.putConnector({ name: 's', config, allowReplace: false });
    expect(info).toMatchObject({ type: 'sink', tasks: [{ task: 0 }, { task: 1 }] });
    expect((await worker.herder.taskInfos('s')).map(({ config: { topics } }) => topics)).toEqual([
      'a,b',
      'a,b',
    ]);
    await expect.poll(() => worker.clients.consumers[0]?.subscription, soon).toEqual(['a', 'b']);
  });

  it.each([
    ['PAUSED', 'PAUSED'],
    ['STOPPED', 'STOPPED'],
  ] as const)('with the initial state %s makes no tasks until it is resumed', async (initialState, state) => {
    const worker = newWorker();
    const { info } = await worker.put({}, { initialState });
    expect(info.tasks).toEqual([]);
    await expect.poll(() => worker.states(), soon).toEqual([state]);
    await worker.herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('is refused when there is one of that name', async () => {
    const worker = newWorker();
    await worker.put();
    await expect(worker.put({}, { allowReplace: false })).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'Connector c already exists',
    });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('is refused with every problem of its configuration, and nothing is registered', async () => {
    const worker = newWorker();
    await expect(worker.put({ 'tasks.max': '0', topic: '' })).rejects.toMatchObject({
      code: 'CONNECTOR_CONFIG_INVALID',
      message: expect.stringContaining('contains the following 2 error(s):\n'),
    });
    expect(await worker.herder.connectors()).toEqual([]);
  });

  it.each([
    ['fail in start', 'Failed to start connector: c', 'cannot start'],
    ['fail in the constructor', 'Failed to start connector: c', 'cannot be made'],
  ])('fails when the connector does (%s), which stays registered', async (does, cause, reason) => {
    const worker = newWorker();
    await expect(worker.put({ 'connector.does': does })).rejects.toMatchObject({
      code: 'CONNECTOR_FAILED',
      message: 'Failed to transition connector c to state STARTED',
      cause: { message: cause, cause: { message: reason } },
    });
    expect(await worker.states()).toEqual(['FAILED']);
    expect((await worker.herder.connectorStatus('c')).connector.trace).toContain(`Error: ${reason}\n\tat `);
    expect((await worker.herder.connectorInfo('c')).tasks).toEqual([]);
    await worker.put();
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('fails when the connector cannot divide its work', async () => {
    const worker = newWorker();
    await expect(worker.put({ 'connector.does': 'fail in taskConfigs' })).rejects.toThrow('cannot divide');
    expect(await worker.states()).toEqual(['RUNNING']);
  });

  it('fails when it makes more tasks than allowed, unless that is not enforced', async () => {
    const worker = newWorker();
    await expect(worker.put({ tasks: '2', 'tasks.max': '1' })).rejects.toThrow(
      'The connector c has generated 2 tasks, which is greater than 1',
    );
    expect(await worker.states()).toEqual(['FAILED']);
    await worker.put({ tasks: '2', 'tasks.max': '1', 'tasks.max.enforce': 'false' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  });
});

describe('replacing a connector', () => {
  it('starts it anew with its tasks, from their offsets', async () => {
    const worker = newWorker();
    await worker.put({ tasks: '3' });
    await vi.waitFor(() => expect(worker.clients.producers[0]?.values.length).toBeGreaterThan(3), soon);
    expect(await worker.put({ tasks: '1' })).toMatchObject({
      created: false,
      info: { tasks: [{ task: 0 }] },
    });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect(worker.clients.producers.slice(0, 3).every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('keeps it paused or stopped', async () => {
    const worker = newWorker();
    await worker.put();
    await worker.herder.stopConnector('c');
    await worker.put({ tasks: '2' });
    await expect.poll(() => worker.states(), soon).toEqual(['STOPPED']);
    await worker.herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  });
});

describe('deleting a connector', () => {
  it('ends it, its tasks and all traces of it', async () => {
    const worker = newWorker();
    await worker.put();
    await worker.herder.deleteConnector('c');
    expect(await worker.herder.connectors()).toEqual([]);
    expect(worker.clients.producers[0]?.isClosed).toBe(true);
    await expect(worker.herder.connectorStatus('c')).rejects.toThrow('No status found for connector c');
  });

  it('does not wait for a connector that hangs while it starts', async () => {
    const worker = newWorker();
    const creation = worker.put({ 'connector.does': 'hang in start' }).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await worker.herder.connectors()).toEqual(['c']), soon);
    await worker.herder.pauseConnector('c');
    await worker.herder.deleteConnector('c');
    expect(await worker.herder.connectors()).toEqual([]);
    expect(await creation).toMatchObject({ message: 'Failed to transition connector c to state STARTED' });
    await worker.put();
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('does not wait for a connector that hangs while it divides its work', async () => {
    const worker = newWorker();
    const creation = worker.put({ 'connector.does': 'hang in taskConfigs' }).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await worker.states()).toEqual(['RUNNING']), soon);
    await worker.herder.deleteConnector('c');
    expect(await worker.herder.connectors()).toEqual([]);
    expect(await creation).toMatchObject({ message: 'The connector c was shut down meanwhile' });
  });
});

describe('a connector', () => {
  it('is paused, resumed and stopped with its tasks; twice is as good as once', async () => {
    const worker = newWorker();
    const { herder } = worker;
    await worker.put();
    for (let times = 0; times < 2; times++) {
      await herder.pauseConnector('c');
      await expect.poll(() => worker.states(), soon).toEqual(['PAUSED', 'PAUSED']);
    }
    for (let times = 0; times < 2; times++) {
      await herder.resumeConnector('c');
      await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    }
    for (let times = 0; times < 2; times++) {
      await herder.stopConnector('c');
      await expect.poll(() => worker.states(), soon).toEqual(['STOPPED']);
      expect(await herder.taskInfos('c')).toEqual([]);
    }
    await herder.pauseConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['PAUSED']);
    await herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });

  it('that cannot be resumed has failed, and its tasks go on', async () => {
    const worker = newWorker();
    await worker.put({ 'connector.does': 'fail in second start' });
    await worker.herder.pauseConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['PAUSED', 'PAUSED']);
    await worker.herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['FAILED', 'RUNNING']);
    await worker.herder.pauseConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['FAILED', 'PAUSED']);
    await worker.herder.stopConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['STOPPED']);
  });

  it('that raises an error has failed, and its tasks go on', async () => {
    const worker = newWorker();
    await worker.put({ 'connector.does': 'raise' });
    await expect.poll(() => worker.states(), soon).toEqual(['FAILED', 'RUNNING']);
    expect((await worker.herder.connectorStatus('c')).connector.trace).toContain('lost it');
  });

  it('has its tasks started anew when it asks for it and divides its work otherwise', async () => {
    const worker = newWorker();
    await worker.put({ 'connector.does': 'ask once' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
    expect((await worker.herder.connectorInfo('c')).tasks).toHaveLength(2);
  });
});

describe('restarting', () => {
  it('a connector leaves its tasks alone', async () => {
    const worker = newWorker();
    await worker.put();
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    await worker.herder.restartConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
    expect(worker.clients.producers).toHaveLength(1);
  });

  it('a connector that fails again says so', async () => {
    const worker = newWorker();
    await worker.put({ 'connector.does': 'fail in start' }).catch(() => undefined);
    await expect(worker.herder.restartConnector('c')).rejects.toThrow('Failed to start connector: c');
    expect(await worker.states()).toEqual(['FAILED']);
  });

  it('keeps a paused or stopped connector paused or stopped', async () => {
    const worker = newWorker();
    await worker.put();
    await worker.herder.pauseConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['PAUSED', 'PAUSED']);
    await worker.herder.restartConnector('c');
    await worker.herder.restartTask({ connector: 'c', task: 0 });
    await expect.poll(() => worker.states(), soon).toEqual(['PAUSED', 'PAUSED']);
    await worker.herder.stopConnector('c');
    await worker.herder.restartConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['STOPPED']);
  });

  it('a failed task goes on at its offsets', async () => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'fail' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    expect((await worker.herder.taskStatus({ connector: 'c', task: 0 })).trace).toContain('poll failed');
    await worker.herder.restartTask({ connector: 'c', task: 0 });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    expect(worker.clients.producers.map(({ values }) => values.length)).toEqual([3, 0]);
  });

  it('a task that cannot be built says so', async () => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'fail in the constructor' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    await expect(worker.herder.restartTask({ connector: 'c', task: 0 })).rejects.toMatchObject({
      code: 'TASK_START_FAILED',
      message: 'Failed to start task: c-0',
      cause: { message: 'cannot be made' },
    });
  });

  it.each([
    { includeTasks: true, onlyFailed: false, restarted: ['RESTARTING', 'RESTARTING'], producers: 2 },
    { includeTasks: false, onlyFailed: true, restarted: ['RUNNING', 'FAILED'], producers: 1 },
    { includeTasks: true, onlyFailed: true, restarted: ['RUNNING', 'RESTARTING'], producers: 2 },
  ])('by plan shows what is restarted: %o', async ({ includeTasks, onlyFailed, restarted, producers }) => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'fail' });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
    const status = await worker.herder.restartConnectorAndTasks({ connector: 'c', includeTasks, onlyFailed });
    expect([status.connector.state, ...status.tasks.map(({ state }) => state)]).toEqual(restarted);
    expect(status.tasks[0]?.trace).toContain('poll failed');
    await vi.waitFor(() => expect(worker.clients.producers).toHaveLength(producers), soon);
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'FAILED']);
  });

  it('by plan brings a connector that could not start to life with its tasks', async () => {
    const worker = newWorker();
    await worker.put({ 'connector.does': 'fail in second start' });
    await worker.herder.pauseConnector('c');
    await worker.herder.resumeConnector('c');
    await expect.poll(() => worker.states(), soon).toEqual(['FAILED', 'RUNNING']);
    await worker.herder.restartConnectorAndTasks({ connector: 'c', includeTasks: false, onlyFailed: true });
    await expect.poll(() => worker.states(), soon).toEqual(['RUNNING', 'RUNNING']);
  });
});

describe('an unknown connector or task', () => {
  it('is said to be so, in the words of each request', async () => {
    const { herder } = newWorker();
    await expect(herder.connectorInfo('x')).rejects.toEqual(notFound('Connector x not found'));
    await expect(herder.taskInfos('x')).rejects.toEqual(notFound('Connector x not found'));
    await expect(herder.deleteConnector('x')).rejects.toEqual(notFound('Connector x not found'));
    await expect(herder.connectorStatus('x')).rejects.toEqual(notFound('No status found for connector x'));
    await expect(herder.taskStatus({ connector: 'x', task: 1 })).rejects.toEqual(
      notFound('No status found for task x-1'),
    );
    await expect(herder.pauseConnector('x')).rejects.toEqual(notFound('Unknown connector x'));
    await expect(herder.resumeConnector('x')).rejects.toEqual(notFound('Unknown connector x'));
    await expect(herder.stopConnector('x')).rejects.toEqual(notFound('Unknown connector x'));
    await expect(herder.restartConnector('x')).rejects.toEqual(notFound('Unknown connector: x'));
    await expect(herder.restartTask({ connector: 'x', task: 0 })).rejects.toEqual(
      notFound('Unknown connector: x'),
    );
    await expect(
      herder.restartConnectorAndTasks({ connector: 'x', includeTasks: true, onlyFailed: true }),
    ).rejects.toEqual(notFound('Unknown connector: x'));
  });

  it('has no status before it reported one', async () => {
    const worker = newWorker();
    const { herder } = worker;
    void worker.put({ 'connector.does': 'hang in start' }).catch(() => undefined);
    await vi.waitFor(async () => expect(await herder.connectors()).toEqual(['c']), soon);
    await expect(
      herder.restartConnectorAndTasks({ connector: 'c', includeTasks: true, onlyFailed: true }),
    ).rejects.toEqual(notFound('Status for connector c not found'));
    await expect(herder.restartTask({ connector: 'c', task: 3 })).rejects.toEqual(
      notFound('Task c-3 not found'),
    );
  });
});

describe('the worker', () => {
  it('lists plugins and tells of itself', async () => {
    const { herder } = newWorker();
    expect(herder.serverInfo()).toEqual({ version: '4.3.0', commit: 'c', kafkaClusterId: 'k' });
    expect((await herder.plugins({ connectorsOnly: true })).map(({ type }) => type)).toEqual([
      'sink',
      'source',
    ]);
    expect(await herder.plugins({ connectorsOnly: false })).toHaveLength(5);
    expect(herder.isReady).toBe(false);
    herder.markReady();
    expect(herder.isReady).toBe(true);
    await herder.ping();
  });

  it('stops in time with tasks and connectors that hang, and takes no request any more', async () => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'hang' });
    const config = { 'connector.class': 'TestSource', topic: 't', 'connector.does': 'hang in start' };
    void worker.herder.putConnector({ name: 'hung', config, allowReplace: false }).catch(() => undefined);
    await vi.waitFor(() => expect(worker.clients.producers[0]?.values).toHaveLength(3), soon);
    const startMs = performance.now();
    const stopped = worker.herder.stop();
    await expect(worker.put()).rejects.toMatchObject({
      code: 'WORKER_STOPPING',
      message: 'Worker is shutting down',
    });
    await stopped;
    expect(performance.now() - startMs).toBeLessThan(1300);
    expect(worker.clients.producers[0]?.isClosed).toBe(true);
  });

  it('starts nothing that was asked for while it stops', async () => {
    const worker = newWorker();
    await worker.put({ 'task.does': 'hang' });
    await vi.waitFor(() => expect(worker.clients.producers[0]?.values).toHaveLength(3), soon);
    const replaced = worker.put().catch((error: unknown) => error);
    await vi.waitFor(() => expect(worker.clients.producers[0]?.isClosed).toBe(true), soon);
    await worker.herder.stop();
    await replaced;
    expect(worker.clients.producers.every(({ isClosed }) => isClosed)).toBe(true);
  });
});
