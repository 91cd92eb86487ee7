import { fetchApi } from '@sluice/kafka-protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../errors/kafka-error.ts';
import type { Consumer } from '../consumer/consumer.ts';
import { LogReader, readValues, series } from '../../testing/log-reader.ts';

const place = { topic: 't', partition: 0 };

interface Damage {
  readonly at: number;
  readonly kind: 'flip' | 'fill' | 'cut' | 'insert';
  readonly value: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('flip' as const, 'flip' as const, 'fill' as const, 'cut' as const, 'insert' as const),
  value: fc.nat(255),
});

/** The bytes of a response, prefix included, with some damage. */
function damaged(frame: Buffer, damages: readonly Damage[]): Buffer {
  let bytes = Buffer.from(frame);
  for (const { at, kind, value } of damages) {
    const position = Math.floor(at * bytes.length);
    if (kind === 'flip') bytes[position] = (bytes[position] ?? 0) ^ (1 << (value % 8));
    else if (kind === 'fill') bytes.fill(value, position, Math.min(position + 4, bytes.length));
    else if (kind === 'cut')
      bytes = Buffer.concat([bytes.subarray(0, position), bytes.subarray(position + 1)]);
    else bytes = Buffer.concat([bytes.subarray(0, position), Buffer.from([value]), bytes.subarray(position)]);
  }
  return bytes;
}

/** Polls a few times; returns what it threw. */
async function pollThrough(consumer: Consumer): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    try {
      for (const partition of (await consumer.poll(10)).partitions) {
        const cursor = partition.records();
        while (cursor.next()) void [cursor.key, cursor.value, cursor.headers, cursor.timestampMs];
      }
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}

function namesItsPlace(error: unknown, address: string): boolean {
  return error instanceof KafkaError && (error.message.includes(address) || error.message.includes('t-0'));
}

describe('answers to fetch requests that are damaged on the way', () => {
  it.each([
    ['true', 'none'],
    ['false', 'none'],
    ['true', 'gzip'],
    ['false', 'lz4'],
  ] as const)(
    'never hang a consumer or the process: an error names the broker or the partition (check.crcs=%s, %s)',
    async (checkCrcs, compression) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(damage, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
          async (all) => {
            const reader = await LogReader.start();
            try {
              reader.write(0, 20, compression);
              reader.write(20, 20, compression);
              const queue = [...all];
              reader.broker.script.damage(fetchApi, (frame) => damaged(frame, queue.shift() ?? []));
              const consumer = reader.consumer({
                'check.crcs': checkCrcs,
                'request.timeout.ms': '40',
                'fetch.max.wait.ms': '10',
                'max.poll.records': '15',
              });
              consumer.assign([place]);
              const errors = await pollThrough(consumer);
              const { address } = reader.broker.script;
              expect(errors.filter((error) => !namesItsPlace(error, address))).toEqual([]);
              // Whatever came, undamaged answers are read as ever.
              queue.length = 0;
              consumer.seek(place, 0);
              await expect.poll(() => readAll(consumer), { timeout: 5000 }).toEqual(series(0, 40));
            } finally {
              await reader.stop();
            }
          },
        ),
        { numRuns: 30 },
      );
    },
    60_000,
  );
});

/** All values from the first on; `null` after an error. */
async function readAll(consumer: Consumer): Promise<string[] | null> {
  try {
    consumer.seek(place, 0);
    return await readValues(consumer, 40);
  } catch {
    return null;
  }
}
