import { afterEach, describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { receivedSessionKey, type SessionKeySettings } from '../../signing/session-keys.ts';
import { ConfigFold } from '../../stores/config/config-fold.ts';
import type { ConfigRecord, SessionKey } from '../../stores/config/config-record.ts';
import { LeaderDuties, type LeaderDutiesParts } from './leader-duties.ts';

const keys: SessionKeySettings = { algorithm: 'HmacSHA256', bits: null, ttlMs: 60_000 };
const records: ConfigRecord[] = [
  { kind: 'connector', name: 'a', config: { version: '1' } },
  { kind: 'task', id: { connector: 'a', task: 0 }, config: {} },
  { kind: 'commit', name: 'a', taskCount: 1 },
];

interface Setup {
  readonly isLeading?: boolean;
  readonly isSigning?: boolean;
  readonly failures?: number;
}

/** A leader of a cluster with a connector `a` that has one task, and what it writes. */
class Bench {
  readonly done: string[] = [];
  key: SessionKey | null = null;
  readonly duties: LeaderDuties;
  readonly #fold = new ConfigFold();

  constructor({ isLeading = true, isSigning = true, failures = 0 }: Setup = {}) {
    for (const [offset, record] of records.entries()) this.#fold.take(offset, record);
    let left = failures;
    const write = async (what: string): Promise<void> => {
      await Promise.resolve();
      this.done.push(what);
      if (left-- > 0) throw new Error('Kafka does not answer');
    };
    const parts: LeaderDutiesParts = {
      config: {
        snapshot: this.#fold.snapshot,
        claimLeadership: () => write('claim'),
        putSessionKey: async (key) => {
          await write('key');
          this.key = key;
        },
      },
      status: {
        connectors: () => ['a', 'gone'],
        tasks: (name) => new Map([0, 1].map((task) => [task, statusOf(name)])),
        remove: (owner) =>
          this.done.push(
            `remove ${owner.kind === 'task' ? `${owner.id.connector}-${owner.id.task}` : owner.name}`,
          ),
      },
      keys,
      heldKey: () => (this.key === null ? null : receivedSessionKey(this.key, keys)),
      isLeading: () => isLeading,
      isSigning: () => isSigning,
      log: new InMemoryLog(),
    };
    this.duties = new LeaderDuties(parts);
  }
}

const statusOf = (name: string) =>
  ({ state: 'RUNNING', trace: null, workerId: `${name}:1`, generation: 1, version: null }) as const;

afterEach(() => {
  vi.useRealTimers();
});

describe('a worker that has come to lead', () => {
  it('takes back what was told of connectors and tasks that there are not any more, and claims to write', async () => {
    const bench = new Bench();
    await bench.duties.begin();
    expect(bench.done).toEqual(['remove a-1', 'remove gone', 'remove gone-0', 'remove gone-1', 'claim']);
  });

  it('writes a key once, as long as it holds', async () => {
    const bench = new Bench();
    bench.duties.perform();
    bench.duties.perform();
    await bench.duties.close();
    expect(bench.done).toEqual(['key']);
    const later = new Bench();
    later.key = bench.key;
    later.duties.perform();
    await later.duties.close();
    expect(later.done).toEqual([]);
  });

  it('writes the next key when the time of one is over', async () => {
    vi.useFakeTimers();
    const bench = new Bench();
    bench.duties.perform();
    await vi.advanceTimersByTimeAsync(keys.ttlMs - 1000);
    expect(bench.done).toEqual(['key']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(bench.done).toEqual(['key', 'key']);
    await bench.duties.close();
  });

  it('claims anew and tries again soon when it cannot write', async () => {
    vi.useFakeTimers();
    const bench = new Bench({ failures: 1 });
    bench.duties.perform();
    await vi.advanceTimersByTimeAsync(200);
    expect(bench.done).toEqual(['key']);
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.done).toEqual(['key', 'claim', 'key']);
    await bench.duties.close();
  });

  it('goes on leading when it cannot claim at once, and claims before it writes', async () => {
    const bench = new Bench({ failures: 1 });
    await bench.duties.begin();
    bench.done.length = 0;
    bench.duties.perform();
    await bench.duties.close();
    expect(bench.done).toEqual(['claim', 'key']);
  });
});

describe('a worker that writes no key', () => {
  it.each([
    ['follows', { isLeading: false }],
    ['leads a group that does not sign', { isSigning: false }],
  ])('%s', async (_why, setup) => {
    const bench = new Bench(setup);
    bench.duties.perform();
    await bench.duties.close();
    expect(bench.done).toEqual([]);
  });
});
