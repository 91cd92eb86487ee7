import { SourceRecord } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InFlightRecords } from './in-flight.ts';

const record = (partition: string, position: number): SourceRecord =>
  new SourceRecord({ topic: 't', sourcePartition: { p: partition }, sourceOffset: { position } });

describe('records in flight', () => {
  it('make nothing committable before the first record of a partition is acknowledged', () => {
    const inFlight = new InFlightRecords(false);
    inFlight.submit(record('a', 1));
    const second = inFlight.submit(record('a', 2));
    inFlight.acknowledge(second);
    expect(inFlight.takeCommittable()).toEqual([]);
    expect(inFlight.count).toBe(1);
  });

  it('make the newest of an unbroken run committable, once', () => {
    const inFlight = new InFlightRecords(false);
    const submitted = [1, 2, 3].map((position) => inFlight.submit(record('a', position)));
    for (const one of submitted.slice(0, 2)) inFlight.acknowledge(one);
    expect(inFlight.takeCommittable()).toEqual([{ partition: { p: 'a' }, offset: { position: 2 } }]);
    expect(inFlight.takeCommittable()).toEqual([]);
  });

  it('keep source partitions apart by content, not by object', () => {
    const inFlight = new InFlightRecords(false);
    inFlight.submit(record('a', 1));
    inFlight.acknowledge(inFlight.submit(record('b', 7)));
    inFlight.acknowledge(inFlight.submit(record('a', 2)));
    expect(inFlight.takeCommittable()).toEqual([{ partition: { p: 'b' }, offset: { position: 7 } }]);
  });

  it.each([
    [{ a: 1, b: 'x' }, { b: 'x', a: 1 }, 1],
    [{ a: 1 }, { a: 1, b: null }, 2],
    [{ a: 1, b: null }, { a: 1 }, 2],
    [{ a: null }, { a: null }, 1],
    [{ a: 1 }, { b: 1 }, 2],
    [{ a: 1 }, { a: '1' }, 2],
    [{ a: 1n }, { a: 1n }, 1],
    [{ a: Uint8Array.of(1) }, { a: Uint8Array.of(1) }, 1],
    [{ a: Uint8Array.of(1) }, { a: Uint8Array.of(2) }, 2],
    [null, {}, 2],
    [null, null, 1],
  ])('take partitions for one where their content is the same (%#)', (first, second, count) => {
    const inFlight = new InFlightRecords(false);
    for (const sourcePartition of [first, second]) {
      const one = new SourceRecord({ topic: 't', sourcePartition, sourceOffset: { position: 1 } });
      inFlight.acknowledge(inFlight.submit(one));
    }
    expect(inFlight.takeCommittable()).toHaveLength(count);
  });

  it('know partitions by what they were when they were submitted', () => {
    const inFlight = new InFlightRecords(false);
    const sourcePartition = { p: 'a' };
    const submit = (position: number) =>
      inFlight.submit(new SourceRecord({ topic: 't', sourcePartition, sourceOffset: { position } }));
    inFlight.acknowledge(submit(1));
    sourcePartition.p = 'b';
    inFlight.acknowledge(submit(2));
    expect(inFlight.takeCommittable()).toEqual([
      { partition: { p: 'a' }, offset: { position: 1 } },
      { partition: { p: 'b' }, offset: { position: 2 } },
    ]);
  });

  it.each([[{ a: undefined }], [{ a: {} }], [{ a: Number.NaN }], ['text']])(
    'refuse %j, which cannot be stored, every time',
    (wrong) => {
      const inFlight = new InFlightRecords(false);
      const one = new SourceRecord({ topic: 't', sourcePartition: wrong as never, sourceOffset: null });
      expect(() => inFlight.submit(one)).toThrow(/^Offsets m/);
      expect(() => inFlight.submit(one)).toThrow(/^Offsets m/);
    },
  );

  it('never commit past a record that is not acknowledged, whatever the order of acknowledgements', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.infiniteStream(fc.nat()), (count, picks) => {
        const inFlight = new InFlightRecords(false);
        const open = Array.from({ length: count }, (_, index) => inFlight.submit(record('a', index)));
        const unacknowledged = new Set(open.keys());
        const order = picks[Symbol.iterator]();
        let committed = -1;
        while (unacknowledged.size > 0) {
          const left = [...unacknowledged].slice(0, 50);
          const pick = left[(order.next().value as number) % left.length]!;
          inFlight.acknowledge(open[pick]!);
          unacknowledged.delete(pick);
          const [committable] = inFlight.takeCommittable();
          if (committable !== undefined) committed = committable.offset?.['position'] as number;
          expect(committed).toBe((unacknowledged.size === 0 ? count : Math.min(...unacknowledged)) - 1);
        }
      }),
      { numRuns: 8 },
    );
  });
});
