import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedTopics } from '../fixtures/recorded-topics.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { ConfigChange } from './config-change.ts';
import { ConfigFold } from './config-fold.ts';
import type { ConfigRecord } from './config-record.ts';
import { decodeConfigRecord } from './decode-config-record.ts';

const connector = (name: string, version = '1'): ConfigRecord => ({
  kind: 'connector',
  name,
  config: { version },
});
const deleted = (name: string): ConfigRecord => ({ kind: 'connector', name, config: null });
const task = (name: string, number: number, version = '1'): ConfigRecord => ({
  kind: 'task',
  id: { connector: name, task: number },
  config: { version },
});
const commit = (name: string, taskCount: number): ConfigRecord => ({ kind: 'commit', name, taskCount });
const fenced = (name: string, taskCount: number): ConfigRecord => ({ kind: 'fenced-tasks', name, taskCount });
const state = (name: string, wanted: 'STARTED' | 'PAUSED' | 'STOPPED' | null): ConfigRecord => ({
  kind: 'target-state',
  name,
  state: wanted,
});

function fold(...records: readonly ConfigRecord[]): {
  after: ClusterConfig;
  changes: (ConfigChange | null)[];
} {
  const folding = new ConfigFold();
  const changes = records.map((record, offset) => folding.take(offset, record));
  return { after: folding.snapshot, changes };
}

const ids = (name: string, ...numbers: number[]) =>
  numbers.map((number) => ({ connector: name, task: number }));

describe('the configuration of a cluster', () => {
  it('begins with nothing, at no offset', () => {
    const { snapshot } = new ConfigFold();
    expect([snapshot.offset, snapshot.connectors(), snapshot.sessionKey]).toEqual([-1n, [], null]);
    expect([snapshot.has('a'), snapshot.targetState('a'), snapshot.tasks('a')]).toEqual([false, null, []]);
  });

  it('is known up to behind the last record, and what was known before does not change', () => {
    const folding = new ConfigFold();
    folding.take(4, connector('a'));
    const before = folding.snapshot;
    expect(folding.snapshot).toBe(before);
    folding.take(9, null);
    folding.take(12, deleted('a'));
    expect([before.offset, before.has('a')]).toEqual([5n, true]);
    expect([folding.snapshot.offset, folding.snapshot.has('a')]).toEqual([13n, false]);
  });

  it('wants a connector started unless it says otherwise', () => {
    expect(fold(connector('a')).after.targetState('a')).toBe('STARTED');
    expect(fold(state('a', 'STOPPED'), connector('a')).after.targetState('a')).toBe('STOPPED');
    expect(fold(connector('a'), state('a', 'PAUSED'), state('a', null)).after.targetState('a')).toBe(
      'STARTED',
    );
    expect(fold(state('a', 'PAUSED'), state('a', null)).after.targetState('a')).toBeNull();
  });

  it('tells of another wanted state of a connector that is there, and of nothing else', () => {
    const { changes } = fold(
      state('a', 'STOPPED'),
      connector('a'),
      state('a', 'STOPPED'),
      state('a', 'STARTED'),
      state('a', null),
    );
    expect(changes).toEqual([
      null,
      { kind: 'connector-configured', name: 'a' },
      null,
      { kind: 'target-state', name: 'a' },
      null,
    ]);
  });

  it('has tasks once they are committed, all together', () => {
    const begun = [connector('a'), task('a', 0), task('a', 1)];
    expect(fold(...begun).after.tasks('a')).toEqual([]);
    const { after, changes } = fold(...begun, commit('a', 2));
    expect(after.tasks('a')).toEqual(ids('a', 0, 1));
    expect(after.taskConfig({ connector: 'a', task: 1 })).toEqual({ version: '1' });
    expect(after.work()).toEqual({ connectors: ['a'], tasks: ids('a', 0, 1) });
    expect(after.appliedConfig('a')).toEqual({ version: '1' });
    expect(changes.at(-1)).toEqual({ kind: 'tasks-committed', name: 'a', changed: ids('a', 0, 1) });
  });

  it('keeps the tasks of before until others are committed', () => {
    const old = [connector('a'), task('a', 0), commit('a', 1), connector('a', '2'), task('a', 0, '2')];
    const { after } = fold(...old);
    expect([after.taskConfigs('a'), after.appliedConfig('a'), after.connectorConfig('a')]).toEqual([
      [{ version: '1' }],
      { version: '1' },
      { version: '2' },
    ]);
    const { after: then } = fold(...old, commit('a', 1));
    expect([then.taskConfigs('a'), then.appliedConfig('a')]).toEqual([[{ version: '2' }], { version: '2' }]);
  });

  it('has no tasks of a connector whose tasks are not all there, until they are', () => {
    const broken = [connector('a'), task('a', 1), commit('a', 2), task('a', 0)];
    const { after, changes } = fold(...broken);
    expect([after.isInconsistent('a'), after.tasks('a'), after.taskCount('a')]).toEqual([true, [], 2]);
    expect(changes[2]).toEqual({ kind: 'tasks-committed', name: 'a', changed: [] });
    expect(fold(...broken, task('a', 1), commit('a', 2)).after.tasks('a')).toEqual(ids('a', 0, 1));
    expect(fold(...broken, commit('a', 0)).after.isInconsistent('a')).toBe(false);
  });

  it('does not mind more tasks than are committed, as compaction leaves them', () => {
    const { after } = fold(connector('a'), task('a', 0), task('a', 1), task('a', 2), commit('a', 1));
    expect([after.tasks('a'), after.isInconsistent('a')]).toEqual([ids('a', 0), false]);
  });

  it('has no tasks after a commit of none, which names none as changed', () => {
    const { after, changes } = fold(connector('a'), task('a', 0), commit('a', 1), commit('a', 0));
    expect([after.tasks('a'), after.taskCount('a')]).toEqual([[], 0]);
    expect(changes.at(-1)).toEqual({ kind: 'tasks-committed', name: 'a', changed: [] });
  });

  it('takes no commit of a connector that is not there', () => {
    const { after, changes } = fold(task('a', 0), commit('a', 1), connector('a'));
    expect([after.tasks('a'), after.taskCount('a'), after.isFencingPending('a')]).toEqual([[], 0, false]);
    expect(changes[1]).toBeNull();
    // Nor do its tasks count when it comes again.
    expect(fold(task('a', 0), commit('a', 1), connector('a'), commit('a', 1)).after.isInconsistent('a')).toBe(
      true,
    );
  });

  it('forgets of a deleted connector what was its own, but not what is wanted and what was fenced', () => {
    const life = [connector('a'), task('a', 0), commit('a', 1), fenced('a', 1), commit('a', 0), deleted('a')];
    const { after, changes } = fold(state('a', 'PAUSED'), ...life);
    expect([after.has('a'), after.taskConfigs('a'), after.appliedConfig('a')]).toEqual([false, [], null]);
    expect([after.targetState('a'), after.fencedTaskCount('a'), after.isFencingPending('a')]).toEqual([
      'PAUSED',
      1,
      true,
    ]);
    expect(changes.at(-1)).toEqual({ kind: 'connector-deleted', name: 'a' });
  });

  it('waits for fencing after each commit, and counts commits with tasks', () => {
    const life = [connector('a'), task('a', 0), commit('a', 1), fenced('a', 1), task('a', 0), commit('a', 1)];
    const seen = life.map((_, index) => {
      const { after } = fold(...life.slice(0, index + 1));
      return [after.taskGeneration('a'), after.isFencingPending('a'), after.fencedTaskCount('a')];
    });
    expect(seen).toEqual([
      [null, false, null],
      [null, false, null],
      [0, true, null],
      [0, false, 1],
      [0, false, 1],
      [1, true, 1],
    ]);
    // Before any task was ever seen there is nothing to count.
    expect(fold(connector('a'), commit('a', 0)).after.taskGeneration('a')).toBeNull();
  });

  it('tells of restarts, log levels and keys, and remembers the key only', () => {
    const restart = { connector: 'a', includeTasks: true, onlyFailed: false };
    const sessionKey = { key: Buffer.from('k'), algorithm: 'HmacSHA256', createdMs: 1 };
    const records: ConfigRecord[] = [
      { kind: 'restart', restart },
      { kind: 'log-level', namespace: 'root', level: 'INFO' },
      { kind: 'session-key', sessionKey },
    ];
    const { after, changes } = fold(...records);
    expect(changes).toEqual(records);
    expect(after.sessionKey).toBe(sessionKey);
  });

  it.each([
    ['java', 25n],
    ['java-exactly-once', 45n],
  ])('is what the Java workers of %s have left in their topic', (cluster, offset) => {
    const folding = new ConfigFold();
    const changes = recordedTopics(cluster).config.flatMap((one) => {
      const value = one.value === null ? null : Buffer.from(one.value);
      return folding.take(one.offset, decodeConfigRecord(Buffer.from(one.key), value).record) ?? [];
    });
    const after = folding.snapshot;
    // Behind the last record, whatever stands there of transactions.
    expect(after.offset).toBe(offset);
    expect(after.connectors().sort()).toEqual(['broken', 'commit-task-x-1', 'sink-a']);
    expect(['broken', 'commit-task-x-1', 'sink-a'].map((name) => after.targetState(name))).toEqual([
      'STARTED',
      'STOPPED',
      'STARTED',
    ]);
    expect(after.work().tasks).toEqual([...ids('sink-a', 0, 1, 2), ...ids('broken', 0)]);
    expect(after.taskConfigs('sink-a').map((config) => config['topics'])).toEqual([
      'lines',
      'lines',
      'lines',
    ]);
    expect([after.has('src-a'), after.targetState('src-a'), after.isFencingPending('src-a')]).toEqual([
      false,
      null,
      true,
    ]);
    expect(after.fencedTaskCount('src-a')).toBe(cluster === 'java' ? null : 1);
    expect(after.sessionKey?.key).toHaveLength(32);
    expect(
      changes
        .map(({ kind }) => kind)
        .filter((kind) => kind !== 'session-key')
        .join(' '),
    ).toContain('target-state restart log-level connector-configured');
  });

  it('is the same after compaction, wherever that has left off: for connectors that are whole', () => {
    const name = fc.constantFrom('a', 'b');
    const number = fc.nat(2);
    const step = fc.oneof(
      fc
        .tuple(name, number, fc.string({ maxLength: 3 }))
        .map(([one, count, version]) => [
          connector(one, version),
          ...Array.from({ length: count }, (_, index) => task(one, index, version)),
          commit(one, count),
        ]),
      name.map((one) => [deleted(one), state(one, null)]),
      fc
        .tuple(name, fc.constantFrom('PAUSED' as const, 'STOPPED' as const))
        .map(([one, to]) => [state(one, to)]),
      fc.tuple(name, number).map(([one, count]) => [fenced(one, count)]),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(), (steps, upTo) => {
        const all = steps.flat().map((record, offset) => ({ record, offset }));
        const keyOf = (record: ConfigRecord): string =>
          record.kind === 'task'
            ? `task ${record.id.connector} ${record.id.task}`
            : `${record.kind} ${'name' in record ? record.name : ''}`;
        const kept = all.filter(({ record, offset }) => {
          const isLast = !all.some((other) => other.offset > offset && keyOf(other.record) === keyOf(record));
          return isLast || offset > upTo % (all.length + 1);
        });
        const [whole, compacted] = [all, kept].map((records) => {
          const folding = new ConfigFold();
          for (const { record, offset } of records) folding.take(offset, record);
          return folding.snapshot;
        }) as [ClusterConfig, ClusterConfig];
        expect(compacted.offset).toBe(whole.offset);
        expect(compacted.connectors().sort()).toEqual(whole.connectors().sort());
        for (const one of whole.connectors()) {
          expect(compacted.connectorConfig(one)).toEqual(whole.connectorConfig(one));
          expect(compacted.tasks(one)).toEqual(whole.tasks(one));
          expect(compacted.taskConfigs(one)).toEqual(whole.taskConfigs(one));
          expect(compacted.fencedTaskCount(one)).toEqual(whole.fencedTaskCount(one));
          expect(compacted.targetState(one)).toEqual(whole.targetState(one));
        }
      }),
    );
  });
});
