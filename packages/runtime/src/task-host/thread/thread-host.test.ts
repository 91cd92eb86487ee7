import { afterEach, describe, expect, it, vi } from 'vitest';
import { valuesIn } from '../../../testing/metric-values.ts';
import { closeWorlds, patience, ThreadWorld } from '../../../testing/thread-world.ts';
import type { WorkLine } from '../../logging/work-lines.ts';
import { createWorkerLog, type LogDesk } from '../../logging/worker-log.ts';
import type { TaskSample } from '../../metrics/task/task-meter.ts';

let threads = 0;
process.on('worker', (worker) => {
  threads++;
  worker.once('exit', () => threads--);
});

afterEach(closeWorlds);

// What blocks does so for ever: it is enough that nobody waits for it, however busy the machine is.
const soonMs = 8000;
vi.setConfig({ testTimeout: 60_000 });

async function timed(action: Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await action;
  return performance.now() - startMs;
}

describe('the metrics of tasks in threads', () => {
  const polled = ({ groups }: TaskSample): unknown => {
    const found = groups.find(({ groupId }) => groupId === 'source-task');
    return found === undefined ? undefined : valuesIn(found)['source-record-poll-total'];
  };

  it('are those of each task, until it is stopped', async () => {
    const world = new ThreadWorld();
    const task = world.task('a');
    world.task('b');
    await world.moves('a');
    await vi.waitFor(async () => {
      const { tasks, threads } = await world.host.sample();
      expect(tasks.map(({ sample }) => sample.id.connector).sort()).toEqual(['a', 'b']);
      expect(tasks.every(({ sample, ageMs }) => Number(polled(sample)) > 0 && ageMs < 1000)).toBe(true);
      expect(threads.length).toBeGreaterThan(0);
    }, patience);
    await task.hosted.stop();
    const after = await world.host.sample();
    expect(after.tasks.map(({ sample }) => sample.id.connector)).toEqual(['b']);
  });

  it('are what was known last, and soon there, while a task blocks its thread', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const blocking = world.task('blocking', 'block after a while');
    await blocking.reaches('RUNNING');
    const other = world.task('other');
    await vi.waitFor(async () => expect((await world.host.sample()).tasks).toHaveLength(2), patience);
    await world.stands('other');
    const first = await world.host.sample();
    const tookMs = await timed(Promise.all([world.host.sample(), world.host.sample()]));
    expect(tookMs).toBeLessThan(soonMs);
    const second = await world.host.sample();
    expect(second.tasks.map(({ sample }) => sample)).toEqual(first.tasks.map(({ sample }) => sample));
    expect(second.tasks[0]?.ageMs).toBeGreaterThan(first.tasks[0]?.ageMs ?? Infinity);
    await Promise.all([blocking.hosted.stop(), other.hosted.stop()]);
    expect((await world.host.sample()).tasks).toEqual([]);
  });

  it('outlive a thread that died, as its failed tasks do', async () => {
    const world = new ThreadWorld();
    const task = world.task('a', 'exit after a while');
    await vi.waitFor(async () => expect((await world.host.sample()).tasks).toHaveLength(1), patience);
    await task.reaches('FAILED');
    const { tasks, threads } = await world.host.sample();
    expect([tasks.length, threads.length]).toEqual([1, 0]);
    await task.hosted.stop();
    expect((await world.host.sample()).tasks).toEqual([]);
  });
});

describe('the metrics that plugins register in threads', () => {
  it('are there for connectors and tasks until these end', async () => {
    const world = new ThreadWorld();
    const connector = world.connector('a');
    const task = world.task('a', 'fail');
    await connector.hosted.transition('STARTED');
    await vi.waitFor(async () => {
      const { plugins, tasks } = await world.host.sample();
      expect(plugins).toMatchObject([{ name: 'starts-total', tags: { connector: 'a' }, value: 1 }]);
      const tags = { connector: 'a', task: '0' };
      expect(tasks[0]?.sample.plugins).toMatchObject([{ name: 'position', kind: 'gauge', tags }]);
    }, patience);
    await task.reaches('FAILED');
    await vi.waitFor(async () => {
      const { tasks } = await world.host.sample();
      expect(tasks.map(({ sample }) => sample.plugins)).toEqual([[]]);
    }, patience);
    await connector.hosted.shutdown();
    await vi.waitFor(async () => expect((await world.host.sample()).plugins).toEqual([]), patience);
  });
});

describe('the log of tasks in threads', () => {
  /** A desk as a worker has it, and the lines it heard. */
  function desk(): LogDesk & { readonly lines: WorkLine[] } {
    const lines: WorkLine[] = [];
    const { loggers, secrets } = createWorkerLog({ level: 'silent' }).desk;
    return { loggers, secrets, lines, onWorkLine: (line) => void lines.push(line) };
  }
  const fieldsOf = ({ lines }: { readonly lines: readonly WorkLine[] }) =>
    lines.map(({ text }) => JSON.parse(text) as Readonly<Record<string, unknown>>);

  it('is heard line by line, with connector, task and stage, also when a task failed', async () => {
    const heard = desk();
    heard.loggers.set('root', 'ERROR');
    const world = new ThreadWorld({ desk: heard });
    const task = world.task('a', 'fail');
    await task.reaches('FAILED');
    await vi.waitFor(() => expect(heard.lines).toHaveLength(1), patience);
    expect(heard.lines[0]).toMatchObject({ connector: 'a', task: 0 });
    expect(fieldsOf(heard)).toMatchObject([
      { level: 'error', connector: 'a', task: 0, stage: 'WORKER', err: { message: 'poll failed' } },
    ]);
  });

  it('follows the levels that are set, in threads that run and in those that come', async () => {
    const heard = desk();
    const world = new ThreadWorld({ desk: heard, maxThreads: 2 });
    const first = world.task('a', 'log');
    await world.moves('a');
    expect(heard.lines).toEqual([]);
    heard.loggers.set('org.example', 'WARN');
    await vi.waitFor(() => expect(heard.lines.length).toBeGreaterThan(0), patience);
    world.task('b', 'log');
    const connectors = () => new Set(heard.lines.map(({ connector }) => connector));
    await vi.waitFor(() => expect(connectors()).toEqual(new Set(['a', 'b'])), patience);
    expect(fieldsOf(heard)[0]).toMatchObject({ logger: 'org.example.TestSourceTask', stage: 'TASK' });
    heard.loggers.set('org.example', 'OFF');
    await first.hosted.stop();
  });

  it('shows no secret of the connector', async () => {
    const heard = desk();
    heard.loggers.set('org.example', 'WARN');
    const world = new ThreadWorld({ desk: heard });
    world.task('a', 'log', { 'db.password': 'xyzzy-1' });
    await vi.waitFor(() => expect(heard.lines.length).toBeGreaterThan(0), patience);
    expect(fieldsOf(heard)[0]).toMatchObject({ msg: 'working', config: { 'db.password': '[hidden]' } });
    expect(JSON.stringify(heard.lines)).not.toContain('xyzzy-1');
  });
});

describe('tasks in threads', () => {
  it('run, pause, resume and end, and go on where their offsets are', async () => {
    const world = new ThreadWorld();
    const task = world.task('a');
    await world.moves('a');
    task.hosted.setTarget('PAUSED');
    await task.reaches('PAUSED');
    task.hosted.setTarget('STARTED');
    await task.reaches('RUNNING');
    await world.moves('a');
    expect(await task.hosted.stop()).toBe(true);
    expect(task.states).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'UNASSIGNED']);
    const reached = await world.position('a');
    const next = world.task('a');
    await world.moves('a');
    await next.hosted.stop();
    expect(await world.position('a')).toBeGreaterThan(reached);
  });

  it('tell which topics they use once, and again when that was forgotten', async () => {
    const world = new ThreadWorld();
    const task = world.task('a');
    await world.moves('a');
    await world.moves('a');
    expect(world.topics).toEqual(['t']);
    task.hosted.forgetTopics();
    await vi.waitUntil(() => world.topics.length > 1, patience);
    expect(world.topics).toEqual(['t', 't']);
  });

  it('that cannot be built have failed, and say why', async () => {
    const world = new ThreadWorld();
    const task = world.task('a', 'fail in the constructor');
    await expect(task.hosted.built).rejects.toThrow('cannot be made');
    expect(task.changes).toMatchObject([
      { state: 'FAILED', trace: expect.stringContaining('cannot be made') },
    ]);
    expect(await task.hosted.stop()).toBe(true);
  });

  it('that hang are abandoned after the graceful timeout, alone, and end with their thread', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const hung = world.task('hung', 'hang');
    const neighbour = world.task('neighbour');
    await vi.waitFor(async () => expect(await world.position('hung')).toBe(3), patience);
    expect(await hung.hosted.stop()).toBe(false);
    await world.moves('neighbour');
    expect(neighbour.states).toEqual(['RUNNING']);
    expect(hung.states).toEqual(['RUNNING']);
    const other = world.task('other');
    await world.moves('other');
    await vi.waitFor(() => expect(threads).toBe(2), patience);
    expect(await neighbour.hosted.stop()).toBe(true);
    await vi.waitFor(() => expect(threads).toBe(1), patience);
    expect(other.states).toEqual(['RUNNING']);
  });

  it('that block their thread are ended with it; neighbours move and go on', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const neighbour = world.task('neighbour');
    const paused = world.task('paused');
    const connector = world.connector('connector');
    await connector.hosted.transition('STARTED');
    await paused.reaches('RUNNING');
    paused.hosted.setTarget('PAUSED');
    await paused.reaches('PAUSED');
    const blocking = world.task('blocking', 'block');
    await blocking.reaches('RUNNING');
    await world.stands('neighbour');
    const configs = connector.hosted.taskConfigs({ maxTasks: 1, enforced: true });
    let stopped: boolean | undefined;
    const tookMs = await timed(blocking.hosted.stop().then((ended) => (stopped = ended)));
    expect(stopped).toBe(false);
    expect(tookMs).toBeLessThan(soonMs);
    await world.moves('neighbour');
    expect(await configs).toHaveLength(1);
    await paused.reaches('PAUSED');
    expect(neighbour.states).toEqual(['RUNNING', 'RUNNING']);
    expect(connector.states.every((state) => state === 'RUNNING')).toBe(true);
    expect(blocking.states).toEqual(['RUNNING']);
    expect(await neighbour.hosted.stop()).toBe(true);
    expect(await connector.hosted.shutdown()).toBe(true);
  });

  it('that block a thread together are all ended with it, and none is started again', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const blocking = world.task('blocking', 'block');
    const other = world.task('other');
    await other.reaches('RUNNING');
    await world.stands('other');
    await Promise.all([blocking.hosted.stop(), other.hosted.stop()]);
    const reached = await world.position('other');
    world.task('third');
    await world.moves('third');
    expect([...blocking.states, ...other.states]).toEqual(['RUNNING', 'RUNNING']);
    expect(await world.position('other')).toBe(reached);
  });

  it('that end with their thread while they stop have not failed', async () => {
    const world = new ThreadWorld();
    const task = world.task('a', 'exit in stop');
    await world.moves('a');
    expect(await task.hosted.stop()).toBe(true);
    expect(task.states).toEqual(['RUNNING']);
  });

  it('all end at once when the host is closed, and no thread is left', async () => {
    const world = new ThreadWorld({ maxThreads: 2 });
    const blocking = world.task('a', 'block');
    const hung = world.task('b', 'hang');
    await blocking.reaches('RUNNING');
    await hung.reaches('RUNNING');
    expect(await timed(world.host.close())).toBeLessThan(soonMs);
    const reached = await world.position('b');
    await new Promise((resolve) => void setTimeout(resolve, 50));
    expect(await world.position('b')).toBe(reached);
    expect(blocking.states).toEqual(['RUNNING']);
  });
});

describe('connectors in threads', () => {
  it('start, divide their work and stop', async () => {
    const world = new ThreadWorld();
    const connector = world.connector('a');
    await connector.hosted.transition('STARTED');
    expect(await connector.hosted.taskConfigs({ maxTasks: 1, enforced: true })).toEqual([
      { topic: 't', 'task.does': '', number: '0' },
    ]);
    await connector.hosted.transition('PAUSED');
    expect(await connector.hosted.shutdown()).toBe(true);
    expect(connector.states).toEqual(['RUNNING', 'PAUSED', 'UNASSIGNED']);
  });

  it('tell what they failed with, causes included', async () => {
    const world = new ThreadWorld();
    const connector = world.connector('a', 'fail in start');
    await expect(connector.hosted.transition('STARTED')).rejects.toMatchObject({
      code: 'CONNECTOR_FAILED',
      message: 'Failed to start connector: a',
      cause: { message: 'cannot start', stack: expect.stringContaining('in-memory-plugins') },
    });
    expect(connector.changes).toMatchObject([
      { state: 'FAILED', trace: expect.stringMatching(/^Error: cannot start\n\tat /) },
    ]);
  });

  it('that cannot be built have failed, and every call says so', async () => {
    const world = new ThreadWorld();
    const connector = world.connector('a', 'fail in the constructor');
    await connector.reaches('FAILED');
    expect(connector.changes[0]?.trace).toMatch(/^Error: cannot be made\n/);
    await expect(connector.hosted.transition('STARTED')).rejects.toMatchObject({
      message: 'Failed to start connector: a',
      cause: { message: 'cannot be made' },
    });
    expect(await connector.hosted.shutdown()).toBe(true);
  });
});
