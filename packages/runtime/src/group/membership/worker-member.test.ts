import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryGroup } from '../../../testing/in-memory-group.ts';

let group: InMemoryGroup;
const doubled = new Set<string>();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  group = new InMemoryGroup();
  doubled.clear();
});

afterEach(async () => {
  await during(Promise.all(group.workers.map((worker) => worker.leave())));
  vi.useRealTimers();
});

/** Lets the time pass that something takes. */
async function during(done: Promise<unknown>): Promise<void> {
  await vi.advanceTimersByTimeAsync(20);
  await done;
}

/** Lets time pass, and notes at every moment what two workers do at once. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    await vi.advanceTimersByTimeAsync(10);
    const all = group.workers.flatMap(({ names }) => names);
    for (const name of all) if (all.indexOf(name) !== all.lastIndexOf(name)) doubled.add(name);
  }
}

/** Lets time pass until something is so. */
async function passUntil(isSo: () => boolean): Promise<void> {
  for (let passed = 0; !isSo(); passed += 10) {
    expect(passed).toBeLessThan(5000);
    await pass(10);
  }
}

const running = (): string[][] => group.workers.map(({ names }) => names);

describe('a worker in its group', () => {
  it('leads when it is alone, and gets all that there is to do', async () => {
    group.configure({ a: 2, b: 1 });
    const worker = group.start();
    await pass(500);
    expect(running()).toEqual([['a', 'a-0', 'a-1', 'b', 'b-0']]);
    expect([worker.member.isLeader, worker.member.protocol?.name]).toEqual([true, 'sessioned']);
    expect(worker.member.owners?.urlOfConnector('a')).toBe('http://worker-0/');
  });

  it('shares with a worker that comes: stops in one round what the other starts in the next', async () => {
    group.configure({ a: 2, b: 2 });
    group.start({ stopMs: 50 });
    await pass(500);
    group.start();
    await pass(1000);
    expect(running().map((names) => names.length)).toEqual([3, 3]);
    expect(running().flat().sort()).toEqual(['a', 'a-0', 'a-1', 'b', 'b-0', 'b-1']);
    expect([...doubled]).toEqual([]);
    expect(group.workers.map(({ member }) => member.isLeader)).toEqual([true, false]);
    expect(group.workers[1]?.member.owners).toBeNull();
  });

  it('goes on working while the group is divided, but not in the eager protocol', async () => {
    group.configure({ a: 4 });
    const [first] = [group.start({ mode: 'compatible' })];
    await pass(500);
    let fewest = first.names.length;
    const watch = setInterval(() => (fewest = Math.min(fewest, first.names.length)), 5);
    group.configure({ a: 4, b: 0 });
    first.member.requestRejoin();
    await pass(500);
    expect([fewest, first.names.length]).toEqual([5, 6]);
    clearInterval(watch);

    const eager = new InMemoryGroup();
    eager.configure({ a: 2 });
    const worker = eager.start({ mode: 'eager', stopMs: 30 });
    await vi.advanceTimersByTimeAsync(500);
    expect([worker.member.protocol?.name, worker.names.length]).toEqual(['default', 3]);
    worker.member.requestRejoin();
    await vi.advanceTimersByTimeAsync(32);
    expect(worker.names).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(worker.names).toHaveLength(3);
    await during(worker.leave());
  });

  it('follows the protocol that all workers can follow', async () => {
    group.configure({ a: 1 });
    group.start();
    await pass(500);
    group.start({ mode: 'compatible' });
    await pass(1000);
    expect(group.workers.map(({ member }) => member.protocol?.name)).toEqual(['compatible', 'compatible']);
    expect(running().flat().sort()).toEqual(['a', 'a-0']);
  });

  it('takes over what another one had only when it did not come back in time', async () => {
    group.configure({ a: 2 });
    group.start();
    group.start();
    await pass(1000);
    group.workers[1]?.crash();
    await pass(3000);
    expect(running().flat().length).toBeLessThan(3);
    await pass(5000);
    expect(running()).toEqual([['a', 'a-0', 'a-1']]);
  });

  it('waits no longer than it was told when another one comes meanwhile, who gets the work', async () => {
    group.configure({ a: 2, b: 2 });
    group.start();
    group.start();
    await pass(1000);
    const [first, second] = running();
    group.workers[1]?.crash();
    await pass(3000);
    group.start();
    await pass(4000);
    expect(running()).toEqual([first, second]);
    expect([...doubled]).toEqual([]);
  });

  it('joins again at once when the leader does not know what it knows, and keeps its work', async () => {
    group.configure({ a: 2 });
    const leader = group.start();
    await pass(500);
    leader.knows = group.configured;
    group.configure({ a: 2, b: 1 });
    const follower = group.start();
    const codes = (): (number | undefined)[] =>
      group.workers.map(({ assigned }) => assigned.at(-1)?.assignment.errorCode);
    await passUntil(() => follower.assigned.length > 0);
    expect(follower.assigned[0]?.assignment.errorCode).toBe(1);
    expect(leader.names).toEqual(['a', 'a-0', 'a-1']);
    await pass(1000);
    expect(codes()).toEqual([0, 0]);
    expect(running().flat().sort()).toEqual(['a', 'a-0', 'a-1', 'b', 'b-0']);
    expect([...doubled]).toEqual([]);
  });

  it('stops all work soon after it lost the group, long before the group gives it to others', async () => {
    group.configure({ a: 2 });
    const [worker] = [group.start({ stopMs: 20 })];
    await pass(500);
    worker.isReachable = false;
    await pass(250);
    expect(worker.names).toEqual([]);
    expect(worker.log.messages('warn')).toContain(
      'The group cannot be reached; stopping all work, because others may do it soon',
    );
    worker.isReachable = true;
    // The group still counts on it: nobody is gone for whom work would have to wait.
    await pass(500);
    expect(worker.names).toEqual(['a', 'a-0', 'a-1']);
    worker.isReachable = false;
    await pass(1500);
    worker.isReachable = true;
    // Now it comes as somebody else, and as the leader lets the work wait for who had it.
    await pass(1000);
    expect(worker.assigned.at(-1)?.assignment.delayMs).toBeGreaterThan(0);
    expect(worker.names).toEqual([]);
    await pass(5000);
    expect(worker.names).toEqual(['a', 'a-0', 'a-1']);
  });

  it('loses nothing when the group answers again while it is still stopping its work', async () => {
    group.configure({ a: 2 });
    const [worker] = [group.start({ stopMs: 400 })];
    await pass(500);
    worker.isReachable = false;
    await pass(220);
    worker.isReachable = true;
    await pass(200);
    expect(worker.names).toEqual(['a', 'a-0', 'a-1']);
    await passUntil(() => worker.stopped.tasks.length === 2);
    await pass(6000);
    expect(worker.names).toEqual(['a', 'a-0', 'a-1']);
  });

  it('keeps its work through a turn that took too long, and tells of it when it joins again', async () => {
    group.configure({ a: 2, b: 2 });
    const slow = group.start({ stopMs: 3500 });
    await pass(500);
    const other = group.start();
    await pass(3600);
    expect(slow.log.messages('warn')).toContain('away');
    await pass(12_000);
    expect(running().flat().sort()).toEqual(['a', 'a-0', 'a-1', 'b', 'b-0', 'b-1']);
    expect(other.names).toHaveLength(3);
  });

  it('takes up nothing new when it has lost its place while it stopped what is old', async () => {
    group.configure({ a: 0 });
    const slow = group.start({ stopMs: 3500 });
    await pass(500);
    const other = group.start();
    await pass(500);
    group.configure({ b: 0, c: 0 });
    slow.member.requestRejoin();
    await pass(4000);
    expect(slow.log.messages('warn')).toContain('away');
    await pass(12_000);
    expect([slow.names.length, other.names.length]).toEqual([1, 1]);
    expect([...doubled]).toEqual([]);
  });

  it('gives up its place also when it does not get round to its turn', async () => {
    group.configure({ a: 0, b: 0 });
    const busy = group.start();
    await pass(500);
    const work = Promise.withResolvers<void>();
    busy.busy = work.promise;
    group.start();
    await pass(3500);
    expect(busy.log.messages('warn')).toContain('away');
    busy.busy = null;
    work.resolve();
    await pass(12_000);
    expect(running().map((names) => names.length)).toEqual([1, 1]);
  });

  it('asks again when it has stopped work of which it had told the group', async () => {
    group.configure({ a: 1, b: 1 });
    const first = group.start({ stopMs: 300 });
    await pass(500);
    const second = group.start();
    await pass(1500);
    // It is cut off in the middle of a join, which goes on by itself and comes through before all is stopped.
    first.member.requestRejoin();
    first.isReachable = false;
    await pass(200);
    second.isReachable = false;
    await pass(50);
    first.isReachable = true;
    await pass(350);
    expect(first.names).toEqual([]);
    second.isReachable = true;
    await pass(9000);
    expect(running().map((names) => names.length)).toEqual([2, 2]);
    expect([...doubled]).toEqual([]);
  });

  it('stays away while it is to, and tells what it has when it comes back', async () => {
    group.configure({ a: 2 });
    group.start();
    const away = group.start();
    await pass(1000);
    const before = away.names;
    expect(before.length).toBeGreaterThan(0);
    await during(away.member.leaveForNow('taking too long to read the log'));
    await pass(2000);
    expect(away.names).toEqual(before);
    away.member.enter();
    await pass(1000);
    expect(away.names).toEqual(before);
    expect(running().flat().sort()).toEqual(['a', 'a-0', 'a-1']);
    await during(away.member.leaveForNow('taking too long to read the log'));
    await away.member.dropAll();
    expect(away.names).toEqual([]);
    away.member.enter();
    await pass(7000);
    expect(running().flat().sort()).toEqual(['a', 'a-0', 'a-1']);
    expect([...doubled]).toEqual([]);
  });
});
