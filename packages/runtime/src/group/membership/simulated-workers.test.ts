import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryGroup, type InMemoryWorker } from '../../../testing/in-memory-group.ts';
import type { ConnectProtocolMode } from '../protocol/connect-protocol.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

type Happening = 'start' | 'leave' | 'crash' | 'cut' | 'heal' | 'configure' | 'wait';

interface Step {
  readonly what: Happening;
  /** Which worker, or how many tasks. */
  readonly which: number;
  readonly ms: number;
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('start', 'start', 'leave', 'crash', 'cut', 'heal', 'configure', 'wait'),
    which: fc.nat(6),
    ms: fc.constantFrom(5, 30, 200, 1500, 6000),
  }),
  { minLength: 2, maxLength: 12 },
);

/** Workers, what happens to them, and whether ever two of them did the same. */
class Trial {
  readonly group = new InMemoryGroup();
  readonly doubled = new Set<string>();
  readonly #mode: ConnectProtocolMode;

  constructor(mode: ConnectProtocolMode) {
    this.#mode = mode;
    this.group.configure({ a: 3, b: 1 });
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      await vi.advanceTimersByTimeAsync(10);
      const all = this.group.workers.flatMap(({ names }) => names);
      for (const name of all) if (all.indexOf(name) !== all.lastIndexOf(name)) this.doubled.add(name);
    }
  }

  async take({ what, which, ms }: Step): Promise<void> {
    const { workers } = this.group;
    const worker = workers[which % Math.max(1, workers.length)];
    if (what === 'start' && workers.length < 5) this.group.start({ mode: this.#mode, stopMs: which * 5 });
    if (what === 'configure') this.#configure(which);
    if (worker !== undefined) await this.#happen(what, worker);
    await this.pass(ms);
  }

  /** Ends all troubles, and lets everything find its place. */
  async settle(): Promise<string[]> {
    if (this.group.workers.length === 0) this.group.start({ mode: this.#mode });
    for (const worker of this.group.workers) worker.isReachable = true;
    await this.pass(20_000);
    return this.group.workers.flatMap(({ names }) => names).sort();
  }

  async end(): Promise<void> {
    const left = Promise.all(this.group.workers.map((worker) => worker.leave()));
    await vi.advanceTimersByTimeAsync(20);
    await left;
  }

  async #happen(what: Happening, worker: InMemoryWorker): Promise<void> {
    if (what === 'cut') worker.isReachable = false;
    if (what === 'heal') worker.isReachable = true;
    if (what === 'crash') worker.crash();
    if (what !== 'leave') return;
    this.group.workers.splice(this.group.workers.indexOf(worker), 1);
    const left = worker.leave();
    await vi.advanceTimersByTimeAsync(20);
    await left;
  }

  /** All learn of it, and ask for a round, as they do when they follow the topic. */
  #configure(tasks: number): void {
    this.group.configure(tasks % 2 === 0 ? { a: tasks } : { a: 2, c: tasks });
    for (const { member } of this.group.workers) member.requestRejoin();
  }
}

describe('workers of a cluster', () => {
  it.each(['sessioned', 'eager'] as const)(
    'of the %s protocol do all of the work, and never the same, whatever happens to them',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          const trial = new Trial(mode);
          for (const step of list) await trial.take(step);
          const done = await trial.settle();
          const { connectors, tasks } = trial.group.configured.work;
          const wanted = [...connectors, ...tasks.map(({ connector, task }) => `${connector}-${task}`)];
          const failures = trial.group.workers.map(({ failure }) => failure).filter((one) => one !== null);
          await trial.end();
          expect(failures).toEqual([]);
          expect(done).toEqual(wanted.sort());
          expect([...trial.doubled]).toEqual([]);
        }),
        { numRuns: 30 },
      );
    },
    60_000,
  );
});
