import { beforeEach, describe, expect, it } from 'vitest';
import { LeaderWriter, type LeaderProducer } from './leader-writer.ts';

/** Acknowledges everything at once, and fails where it is told to. */
class InMemoryLeader {
  readonly actions: string[];
  readonly failing: Set<string>;

  constructor(actions: string[], failing: Set<string>) {
    this.actions = actions;
    this.failing = failing;
  }

  readonly producer: LeaderProducer = {
    onDelivered: () => undefined,
    partitionCount: () => 1,
    prepare: () => Promise.resolve(),
    append: (record, sending) => {
      this.actions.push(`append ${String(record.key)}`);
      sending.delivered(null);
      return true;
    },
    drained: () => Promise.resolve(),
    nudge: () => undefined,
    flush: () => Promise.resolve(),
    initTransactions: () => this.#act('init'),
    beginTransaction: () => void this.actions.push('begin'),
    commitTransaction: () => this.#act('commit'),
    close: () => this.#act('close'),
  };

  async #act(action: string): Promise<void> {
    this.actions.push(action);
    await Promise.resolve();
    if (this.failing.delete(action)) throw new Error(`no ${action}`);
  }
}

const actions: string[] = [];
const failing = new Set<string>();
let writer: LeaderWriter;
const entries = [
  { key: 'a', value: '1' },
  { key: 'b', value: null },
];

beforeEach(() => {
  actions.length = 0;
  failing.clear();
  writer = new LeaderWriter('configs', () => {
    actions.push('open');
    return Promise.resolve(new InMemoryLeader(actions, failing).producer);
  });
});

describe('the writer of a leader', () => {
  it('writes nothing before it has claimed that it may', async () => {
    await expect(writer.send(entries)).rejects.toMatchObject({ code: 'CONFIG_WRITE_FENCED' });
    expect(actions).toEqual([]);
  });

  it('claims once, and writes what belongs together in one transaction, one after the other', async () => {
    await writer.claim();
    await writer.claim();
    await Promise.all([writer.send(entries), writer.send(entries.slice(0, 1))]);
    const [first, second] = [
      ['begin', 'append a', 'append b', 'commit'],
      ['begin', 'append a', 'commit'],
    ];
    expect(actions).toEqual(['open', 'init', ...first, ...second]);
    await writer.close(100);
    expect(actions.at(-1)).toBe('close');
  });

  it('has to claim again after a write that failed, with another producer', async () => {
    await writer.claim();
    failing.add('commit');
    await expect(writer.send(entries)).rejects.toMatchObject({
      code: 'CONFIG_WRITE_FENCED',
      cause: { message: 'no commit' },
    });
    expect(actions.at(-1)).toBe('close');
    await expect(writer.send(entries)).rejects.toMatchObject({ code: 'CONFIG_WRITE_FENCED' });
    await writer.claim();
    await writer.send(entries);
    expect(actions.filter((action) => action === 'open')).toHaveLength(2);
  });

  it('keeps no producer that could not claim', async () => {
    failing.add('init');
    await expect(writer.claim()).rejects.toThrow('no init');
    expect(actions).toEqual(['open', 'init', 'close']);
    await writer.claim();
    await writer.send(entries);
    expect(actions.slice(3, 5)).toEqual(['open', 'init']);
  });
});
