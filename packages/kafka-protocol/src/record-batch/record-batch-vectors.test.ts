import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iterateBatches } from './iterate-batches.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import type { RecordBatchView } from './record-batch-view.ts';
import type { RecordCursor } from './record-cursor.ts';
import { readTransactionMarker } from './transaction-marker.ts';

interface RecordVector {
  offset: string;
  timestamp: string;
  key: string | null;
  value: string | null;
  headers: [key: string, value: string | null][];
}

interface BatchVector {
  baseOffset: string;
  lastOffset: string;
  maxTimestamp: string;
  timestampType: 'NoTimestampType' | 'CreateTime' | 'LogAppendTime';
  producerId: string;
  producerEpoch: number;
  baseSequence: number;
  transactional: boolean;
  control: boolean;
  leaderEpoch: number;
  sizeInBytes: number;
  records: RecordVector[];
}

interface Vector {
  magic: number;
  codec: string;
  kind: string;
  hex: string;
}

interface DataVector extends Vector {
  batches: BatchVector[];
}

interface MarkerVector extends Vector {
  baseOffset: string;
  producerId: string;
  producerEpoch: number;
  coordinatorEpoch: number;
}

const file = new URL('fixtures/record-batches.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: (DataVector | MarkerVector)[] };
const dataCases = cases.filter((vector) => 'batches' in vector);
const markerCases = cases.filter((vector) => 'coordinatorEpoch' in vector);
const title = '$kind records, format $magic, codec $codec';

const timestampTypes = {
  none: 'NoTimestampType',
  'create-time': 'CreateTime',
  'log-append-time': 'LogAppendTime',
} as const;

function recordsOf(cursor: RecordCursor): RecordVector[] {
  const records: RecordVector[] = [];
  while (cursor.next()) {
    expect(BigInt(cursor.offsetNumber)).toBe(cursor.offset);
    expect(BigInt(cursor.timestampNumber)).toBe(cursor.timestamp);
    records.push({
      offset: String(cursor.offset),
      timestamp: String(cursor.timestamp),
      key: cursor.key?.toString('base64') ?? null,
      value: cursor.value?.toString('base64') ?? null,
      headers: cursor.headers.map(({ key, value }) => [key, value?.toString('base64') ?? null]),
    });
  }
  return records;
}

function describeBatch(batch: RecordBatchView): BatchVector {
  return {
    baseOffset: String(batch.baseOffset),
    lastOffset: String(batch.lastOffset),
    maxTimestamp: String(batch.maxTimestamp),
    timestampType: timestampTypes[batch.timestampType],
    producerId: String(batch.producerId),
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    transactional: batch.isTransactional,
    control: batch.isControl,
    leaderEpoch: batch.leaderEpoch,
    sizeInBytes: batch.sizeInBytes,
    records: recordsOf(batch.records()),
  };
}

describe('record batches as Kafka writes them', () => {
  it('are all here', () => {
    expect(dataCases.length + markerCases.length).toBe(63);
  });

  it.each(dataCases)(`reads ${title}`, ({ hex, magic, codec, batches }) => {
    const views = [...iterateBatches(Buffer.from(hex, 'hex'))];
    expect(views.map((view) => describeBatch(view))).toEqual(batches);
    for (const view of views) {
      expect(view.verifyCrc()).toBe(true);
      expect([view.magic, view.compression]).toEqual([magic, codec]);
      expect(view.recordCount).toBe(recordsOf(view.records()).length);
    }
  });

  it.each(markerCases)('reads the $kind of a transaction', (vector) => {
    const batches = [...iterateBatches(Buffer.from(vector.hex, 'hex'))];
    expect(batches).toHaveLength(1);
    const [batch] = batches;
    const cursor = batch?.records();
    expect(batch?.isControl).toBe(true);
    expect(batch?.isTransactional).toBe(true);
    expect(batch?.producerId).toBe(BigInt(vector.producerId));
    expect(batch?.producerEpoch).toBe(vector.producerEpoch);
    expect(cursor?.next()).toBe(true);
    expect(cursor?.offset).toBe(BigInt(vector.baseOffset));
    expect(cursor && readTransactionMarker(cursor)).toEqual({
      outcome: vector.kind.replace('-marker', ''),
      coordinatorEpoch: vector.coordinatorEpoch,
    });
  });

  const rewritable = dataCases.filter(
    ({ magic, codec, kind }) =>
      magic === 2 && codec === 'none' && kind !== 'gaps' && kind !== 'log-append-time',
  );

  it.each(rewritable)('writes the same bytes for $kind records', ({ hex }) => {
    const rewritten = [...iterateBatches(Buffer.from(hex, 'hex'))].map((view) => {
      const builder = new RecordBatchBuilder({ maxBytes: view.sizeInBytes });
      const cursor = view.records();
      while (cursor.next()) {
        const { timestamp, key, value, headers } = cursor;
        expect(builder.append({ timestamp, key, value, headers })).toBe(true);
      }
      const { baseOffset, leaderEpoch, producerId, producerEpoch, baseSequence, isTransactional } = view;
      const transactional = isTransactional;
      return builder.finish({
        baseOffset,
        leaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
      });
    });
    expect(Buffer.concat(rewritten).toString('hex')).toBe(hex);
  });
});
