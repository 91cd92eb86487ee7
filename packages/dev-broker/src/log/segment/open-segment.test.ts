import { restampBatch, type RecordBatchView } from '@sluice/kafka-protocol';
import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../../storage/memory-storage.ts';
import { makeBatch, readValues } from '../fixtures/make-batch.ts';
import { ProducerTable } from '../transactions/producer-table.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { openSealedSegment, producersAfter, recoverSegment, type RecoveredSegment } from './open-segment.ts';
import { SegmentIndex } from './segment-index.ts';

const folder = 'topic/0';
const log = `${folder}/00000000000000000000.log`;
const checkpoint = `${folder}/00000000000000000000.checkpoint`;

function place(storage: MemoryStorage, baseOffset = 0): Parameters<typeof openSealedSegment>[0] {
  return { storage, folder, baseOffset };
}

function recover(storage: MemoryStorage): Promise<RecoveredSegment> {
  return recoverSegment(place(storage), () => Promise.resolve(new ProducerTable()));
}

/** Batches of three records, at offsets 0, 3, 6 and so on, of an idempotent producer. */
function batches(count: number): RecordBatchView[] {
  return Array.from({ length: count }, (_each, index) => {
    const values = ['a', 'b', 'c'].map((letter) => `${letter}${index}`);
    const batch = makeBatch({ values, producerId: 5n, producerEpoch: 0, baseSequence: index * 3 });
    restampBatch(batch.bytes, { baseOffset: BigInt(index * 3), leaderEpoch: 0 });
    return batch;
  });
}

async function storageWith(...parts: readonly Uint8Array[]): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  await (await storage.open(log)).append(parts);
  return storage;
}

describe('recovery of the last segment', () => {
  it('goes on behind what is intact', async () => {
    const storage = await storageWith(...batches(3).map(({ bytes }) => bytes));
    const { segment, nextOffset, cutBytes } = await recover(storage);
    expect({ nextOffset, cutBytes }).toEqual({ nextOffset: 9, cutBytes: 0 });
    const records = await segment.read(4, { maxBytes: 1000, atLeastOne: true });
    expect(readValues(records ?? Buffer.alloc(0)).map(([offset]) => offset)).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('cuts a batch of which the end is missing, wherever it was torn', async () => {
    const [first, second] = batches(2).map(({ bytes }) => bytes);
    if (first === undefined || second === undefined) throw new Error('no batches');
    for (let kept = 1; kept < second.length; kept += 1) {
      const storage = await storageWith(first, second.subarray(0, kept));
      const { segment, nextOffset, cutBytes } = await recover(storage);
      expect({ nextOffset, cutBytes, size: segment.size }).toEqual({
        nextOffset: 3,
        cutBytes: kept,
        size: first.length,
      });
    }
  });

  it.each([
    ['a flipped bit in the records', 64],
    ['a flipped bit in the checksum', 18],
    ['a flipped bit in the timestamp', 40],
  ])('cuts at %s, and what follows with it', async (_name, position) => {
    const all = batches(3);
    const damaged = all[1]?.bytes ?? Buffer.alloc(0);
    damaged.writeUInt8(damaged.readUInt8(position) ^ 4, position);
    const { nextOffset, cutBytes } = await recover(await storageWith(...all.map(({ bytes }) => bytes)));
    expect(nextOffset).toBe(3);
    expect(cutBytes).toBe((all[1]?.sizeInBytes ?? 0) + (all[2]?.sizeInBytes ?? 0));
  });

  it('cuts a batch whose offset is not behind the others', async () => {
    const [first, second] = batches(2);
    const storage = await storageWith(
      ...[first, second, first].map((batch) => batch?.bytes ?? Buffer.alloc(0)),
    );
    expect(await recover(storage)).toMatchObject({ nextOffset: 6, cutBytes: first?.sizeInBytes });
  });

  it('cuts zeros', async () => {
    const storage = await storageWith(...batches(1).map(({ bytes }) => bytes), Buffer.alloc(5000));
    expect(await recover(storage)).toMatchObject({ nextOffset: 3, cutBytes: 5000 });
  });

  it('knows again what idempotent producers wrote', async () => {
    const all = batches(3);
    const { producers } = await recover(await storageWith(...all.map(({ bytes }) => bytes)));
    expect(all.map((batch) => producers.check(batch))).toEqual(
      [0, 3, 6].map((baseOffset) => ({ kind: 'duplicate', baseOffset })),
    );
  });

  it('believes its checkpoint, and reads only what came after it', async () => {
    const all = batches(3);
    const [first] = all;
    if (first === undefined) throw new Error('no batch');
    // Were the first batch read again, it would be found damaged.
    first.bytes.writeUInt8(first.bytes.readUInt8(64) ^ 4, 64);
    const storage = await storageWith(...all.map(({ bytes }) => bytes));
    await writeCheckpoint(storage, checkpoint, {
      format: 1,
      size: first.sizeInBytes,
      nextOffset: 3,
      index: new SegmentIndex().toStored(),
      producers: [],
    });
    expect(await recover(storage)).toMatchObject({
      nextOffset: 9,
      cutBytes: 0,
      checkpointSize: first.sizeInBytes,
    });
  });

  it('does not believe a checkpoint that speaks of more than there is', async () => {
    const storage = await storageWith(...batches(2).map(({ bytes }) => bytes));
    await writeCheckpoint(storage, checkpoint, {
      format: 1,
      size: 100_000,
      nextOffset: 900,
      index: new SegmentIndex().toStored(),
      producers: [],
    });
    expect(await recover(storage)).toMatchObject({ nextOffset: 6, checkpointSize: 0 });
    expect(await storage.readAll(checkpoint)).toBeNull();
  });

  it('does not believe a damaged checkpoint', async () => {
    const storage = await storageWith(...batches(2).map(({ bytes }) => bytes));
    await storage.replace(checkpoint, Buffer.from('deadbeef {"format":1,"size":10,"nextOffset":99}\n'));
    expect(await recover(storage)).toMatchObject({ nextOffset: 6, checkpointSize: 0 });
  });
});

describe('a sealed segment', () => {
  it('makes its index anew where the checkpoint is gone', async () => {
    const storage = await storageWith(...batches(4).map(({ bytes }) => bytes));
    const segment = await openSealedSegment(place(storage));
    expect(segment.index.maxTimestamp).toBe(1002);
    const records = await segment.read(7, { maxBytes: 100, atLeastOne: true });
    expect(readValues(records ?? Buffer.alloc(0))[0]).toEqual([6, 'a2']);
  });

  it('gives the state of producers, from the segments before it too where no checkpoint says it', async () => {
    const all = batches(4);
    const storage = await storageWith(...all.slice(0, 2).map(({ bytes }) => bytes));
    const second = await storage.open(`${folder}/00000000000000000006.log`);
    await second.append(all.slice(2).map(({ bytes }) => bytes));
    const table = await producersAfter([place(storage), place(storage, 6)]);
    expect(all.map((batch) => table.check(batch).kind)).toEqual(Array.from({ length: 4 }, () => 'duplicate'));
  });
});
