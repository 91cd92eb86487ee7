import { beforeEach, describe, expect, it } from 'vitest';
import { PartitionTable } from './partition-table.ts';

const t0 = { topic: 't', partition: 0 };
const t1 = { topic: 't', partition: 1 };
let table: PartitionTable;

beforeEach(() => {
  table = new PartitionTable();
  table.assign([
    { ...t0, offset: 10 },
    { ...t1, offset: 20 },
  ]);
  table.advance([{ ...t0, offset: 15 }]);
});

describe('the partitions of a sink task', () => {
  it('start at the position of the consumer, which counts as committed', () => {
    expect(table.currentOffsets([t1])).toEqual([{ ...t1, offset: 20 }]);
    expect(table.check([{ ...t1, offset: 20 }], [t1]).toCommit).toEqual([]);
  });

  it('commit what the task calls safe, up to what was put', () => {
    expect(table.check([{ ...t0, offset: 12 }], [t0])).toEqual({
      toCommit: [{ ...t0, offset: 12 }],
      refused: [],
    });
    expect(table.check([{ ...t0, offset: 16 }], [t0])).toEqual({
      toCommit: [],
      refused: [{ ...t0, offset: 16 }],
    });
  });

  it('refuse offsets of partitions the task does not own, and leave out what was not asked about', () => {
    const foreign = { topic: 'x', partition: 0, offset: 1 };
    expect(table.check([foreign, { ...t0, offset: 15 }], [t1])).toEqual({ toCommit: [], refused: [foreign] });
  });

  it('do not commit the same offset twice', () => {
    table.committed([{ ...t0, offset: 15 }]);
    expect(table.check([{ ...t0, offset: 15 }], [t0]).toCommit).toEqual([]);
  });

  it('commit again what is committed of the others, once there is news of one', () => {
    expect(table.check([{ ...t0, offset: 15 }], [t0, t1]).toCommit).toEqual([
      { ...t0, offset: 15 },
      { ...t1, offset: 20 },
    ]);
    expect(table.check([], [t0, t1]).toCommit).toEqual([]);
  });

  it('commit what the task has stored with an offset, also where only that has changed', () => {
    const told = { ...t0, offset: 15, metadata: 'm', leaderEpoch: 3 };
    expect(table.check([told], [t0]).toCommit).toEqual([told]);
    table.committed([told]);
    expect(table.check([{ ...told, leaderEpoch: 3 }], [t0]).toCommit).toEqual([]);
    const changed = { ...told, metadata: 'n' };
    expect(table.check([changed], [t0]).toCommit).toEqual([changed]);
  });

  it('go back to what is committed', () => {
    expect(table.rewind([t0, t1])).toEqual([
      { ...t0, offset: 10 },
      { ...t1, offset: 20 },
    ]);
    expect(table.currentOffsets([t0])).toEqual([{ ...t0, offset: 10 }]);
  });

  it('take a requested position for put and committed', () => {
    table.reposition([{ ...t0, offset: 3 }]);
    expect(table.rewind([t0])).toEqual([{ ...t0, offset: 3 }]);
  });

  it('are forgotten once revoked', () => {
    table.unassign([t0]);
    table.advance([{ ...t0, offset: 99 }]);
    expect(table.partitions).toEqual([t1]);
    expect(table.currentOffsets([t0])).toEqual([]);
  });
});
