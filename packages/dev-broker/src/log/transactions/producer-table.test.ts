import type { RecordBatchView } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../fixtures/make-batch.ts';
import { ProducerTable } from './producer-table.ts';

interface Sent {
  readonly sequence: number;
  readonly count?: number;
  readonly epoch?: number;
  readonly timestamp?: number;
}

function batchOf({ sequence, count = 10, epoch = 0, timestamp = 1000 }: Sent): RecordBatchView {
  const values = Array.from({ length: count }, () => 'x');
  return makeBatch({ values, timestamp, producerId: 7n, producerEpoch: epoch, baseSequence: sequence });
}

/** A table that has seen batches of 10 records with these first sequences. */
function tableAfter(...sequences: readonly number[]): ProducerTable {
  const table = new ProducerTable();
  sequences.forEach((sequence, index) => table.stage(batchOf({ sequence }), 100 + index * 10));
  table.commit();
  return table;
}

describe('a producer table', () => {
  it('takes anything from producers without an id', () => {
    const table = tableAfter(0);
    const anonymous = makeBatch({ values: ['x'] });
    expect(table.check(anonymous)).toEqual({ kind: 'append' });
    table.stage(anonymous, 5);
    table.commit();
    expect(table.toStored()).toHaveLength(1);
  });

  it('takes any sequence of a producer that it does not know', () => {
    expect(new ProducerTable().check(batchOf({ sequence: 500 }))).toEqual({ kind: 'append' });
  });

  it.each([
    { what: 'the next batch', seen: [0, 10], sent: { sequence: 20 }, verdict: { kind: 'append' } },
    {
      what: 'the last batch again',
      seen: [0, 10],
      sent: { sequence: 10 },
      verdict: { kind: 'duplicate', baseOffset: 110 },
    },
    {
      what: 'an earlier batch again',
      seen: [0, 10],
      sent: { sequence: 0 },
      verdict: { kind: 'duplicate', baseOffset: 100 },
    },
    { what: 'a batch after a gap', seen: [0, 10], sent: { sequence: 21 }, verdict: { kind: 'out-of-order' } },
    {
      what: 'a batch of another size than before',
      seen: [0, 10],
      sent: { sequence: 10, count: 5 },
      verdict: { kind: 'out-of-order' },
    },
    {
      what: 'a batch older than the five remembered',
      seen: [0, 10, 20, 30, 40, 50],
      sent: { sequence: 0 },
      verdict: { kind: 'out-of-order' },
    },
    {
      what: 'the oldest of the five remembered',
      seen: [0, 10, 20, 30, 40, 50],
      sent: { sequence: 10 },
      verdict: { kind: 'duplicate', baseOffset: 110 },
    },
    {
      what: 'a newer epoch from its beginning',
      seen: [0, 10],
      sent: { sequence: 0, epoch: 1 },
      verdict: { kind: 'append' },
    },
    {
      what: 'a newer epoch in its middle',
      seen: [0, 10],
      sent: { sequence: 20, epoch: 1 },
      verdict: { kind: 'out-of-order' },
    },
  ])('judges $what', ({ seen, sent, verdict }) => {
    expect(tableAfter(...seen).check(batchOf(sent))).toEqual(verdict);
  });

  it('fences off an older epoch', () => {
    const table = tableAfter(0);
    table.stage(batchOf({ sequence: 0, epoch: 3 }), 200);
    table.commit();
    expect(table.check(batchOf({ sequence: 10, epoch: 2 }))).toEqual({ kind: 'fenced' });
    expect(table.check(batchOf({ sequence: 0, epoch: 3 }))).toEqual({ kind: 'duplicate', baseOffset: 200 });
  });

  it('starts sequences again at zero behind the largest', () => {
    const table = tableAfter(0x7fffffff - 9);
    expect(table.check(batchOf({ sequence: 0 }))).toEqual({ kind: 'append' });
    const across = tableAfter(0x7fffffff - 4);
    expect(across.check(batchOf({ sequence: 5 }))).toEqual({ kind: 'append' });
  });

  it('counts on what is being written, until that fails', () => {
    const table = tableAfter(0);
    table.stage(batchOf({ sequence: 10 }), 110);
    expect(table.check(batchOf({ sequence: 20 }))).toEqual({ kind: 'append' });
    table.rollback();
    expect(table.check(batchOf({ sequence: 20 }))).toEqual({ kind: 'out-of-order' });
    expect(table.check(batchOf({ sequence: 10 }))).toEqual({ kind: 'append' });
  });

  it('forgets producers that wrote nothing for long', () => {
    const table = tableAfter(0, 10);
    table.expire(1000);
    expect(table.toStored()).toHaveLength(1);
    table.expire(1010);
    expect(table.toStored()).toHaveLength(0);
  });

  it('is the same after it was stored', () => {
    const table = tableAfter(0, 10, 20);
    const again = new ProducerTable(JSON.parse(JSON.stringify(table.toStored())) as never);
    expect(again.check(batchOf({ sequence: 10 }))).toEqual({ kind: 'duplicate', baseOffset: 110 });
    expect(again.check(batchOf({ sequence: 30 }))).toEqual({ kind: 'append' });
  });
});
