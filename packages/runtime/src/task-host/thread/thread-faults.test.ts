import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeWorlds, patience, ThreadWorld } from '../../../testing/thread-world.ts';

const messages: Readonly<Record<string, string>> = {
  TASK_THREAD_LOST: 'The thread that ran this has ended',
  TASK_ERROR_UNCAUGHT: 'deadly-0 threw an error that nobody caught',
  TASK_OUT_OF_MEMORY:
    'The memory of the thread of deadly-0 ran out; 3 more lived in the thread and move to another',
  TASK_THREAD_BLOCKED: 'deadly-0 has blocked its thread for 1.',
};

let living = 0;
process.on('worker', (worker) => {
  living += 1;
  worker.once('exit', () => (living -= 1));
});

afterEach(closeWorlds);

describe('tasks in threads', () => {
  it.each([
    ['exit', 'TASK_THREAD_LOST', 'something in it called process.exit(3)'],
    ['exit later', 'TASK_THREAD_LOST', 'something in it called process.exit(4)'],
    ['throw in a timer', 'TASK_ERROR_UNCAUGHT', 'nobody catches this'],
    ['reject in a timer', 'TASK_ERROR_UNCAUGHT', 'nobody awaits this'],
    ['fill the heap', 'TASK_OUT_OF_MEMORY', 'JS heap out of memory'],
    ['block', 'TASK_THREAD_BLOCKED', 'at block '],
    ['block later', 'TASK_THREAD_BLOCKED', 'at block '],
  ])(
    'that bring down their thread (%s) have failed and say why; neighbours go on',
    async (does, code, reason) => {
      const world = new ThreadWorld({
        maxThreads: 1,
        heapLimitMb: 40,
        blockedTimeoutMs: does.startsWith('block') ? 1500 : 0,
      });
      const connector = world.connector('connector');
      await connector.hosted.transition('STARTED');
      const before = world.task('before');
      await world.moves('before');
      const deadly = world.task('deadly', does);
      const after = world.task('after');
      await deadly.reaches('FAILED');
      const { trace } = deadly.changes.at(-1) ?? {};
      expect(trace).toContain(reason);
      expect(trace).toContain(messages[code]);
      for (const neighbour of ['before', 'after']) await world.moves(neighbour);
      expect(await connector.hosted.taskConfigs({ maxTasks: 1, enforced: true })).toHaveLength(1);
      for (const { states } of [before, after, connector])
        expect(new Set(states)).toEqual(new Set(['RUNNING']));
      await vi.waitFor(() => expect(living).toBe(1), patience);
      expect(await deadly.hosted.stop()).toBe(true);
      expect(await after.hosted.stop()).toBe(true);
    },
  );

  it('that use up the memory of a thread get one of their own from then on', async () => {
    const world = new ThreadWorld({ maxThreads: 1, heapLimitMb: 40 });
    const neighbour = world.task('neighbour');
    await world.moves('neighbour');
    await world.task('greedy', 'fill the heap').reaches('FAILED');
    await vi.waitUntil(() => neighbour.states.length === 2, patience);
    const again = world.task('greedy', 'fill the heap');
    await again.reaches('FAILED');
    expect(again.changes.at(-1)?.trace).toContain('The memory of the thread of greedy-0 ran out\n');
    expect(neighbour.states).toEqual(['RUNNING', 'RUNNING']);
    await world.moves('neighbour');
  });

  it('that only wait block nobody, however long', async () => {
    const world = new ThreadWorld({ maxThreads: 1, blockedTimeoutMs: 1000 });
    const hung = world.task('hung', 'hang');
    const neighbour = world.task('neighbour');
    await vi.waitFor(async () => expect(await world.position('hung')).toBe(3), patience);
    await new Promise((resolve) => void setTimeout(resolve, 1500));
    await world.moves('neighbour');
    expect([...hung.states, ...neighbour.states]).toEqual(['RUNNING', 'RUNNING']);
  });

  it('have all failed when nobody knows who brought down their thread', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const first = world.task('first');
    const second = world.task('second', 'exit as nobody');
    await second.reaches('FAILED');
    await first.reaches('FAILED');
    expect(first.changes.at(-1)?.trace).toContain('something in it called process.exit(5)');
    const again = world.task('first');
    await world.moves('first');
    expect(again.states).toEqual(['RUNNING']);
  });

  it('may be stopped while they move', async () => {
    const world = new ThreadWorld({ maxThreads: 1 });
    const neighbour = world.task('neighbour');
    await world.moves('neighbour');
    const deadly = world.task('deadly', 'throw in a timer');
    await vi.waitUntil(() => world.log.messages('error').length > 0, patience);
    expect(await neighbour.hosted.stop()).toBe(true);
    await deadly.reaches('FAILED');
    const reached = await world.position('neighbour');
    await new Promise((resolve) => void setTimeout(resolve, 50));
    expect(await world.position('neighbour')).toBe(reached);
  });
});
