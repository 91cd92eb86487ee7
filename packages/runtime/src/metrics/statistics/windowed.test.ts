import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Windowed } from './windowed.ts';

interface Step {
  readonly at: number;
  readonly record?: number;
  readonly [statistic: string]: number | string | undefined;
}

interface Recorded {
  readonly windowMs: number;
  readonly windows: number;
  readonly steps: readonly Step[];
}

const path = new URL('fixtures/kafka-windows.json', import.meta.url);
const recorded = JSON.parse(readFileSync(path, 'utf8')) as readonly Recorded[];

/** Java and JavaScript add in different orders. */
function rounded(values: Readonly<Record<string, number | string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value).toPrecision(10)]),
  );
}

describe('statistics over windows', () => {
  it.each(recorded.map((sequence, index) => [index, sequence] as const))(
    'are those of Kafka’s own classes (sequence %i)',
    (_index, { windowMs, windows, steps }) => {
      const windowed = new Windowed({ windowMs, windows });
      for (const { at, record, ...wanted } of steps) {
        if (record !== undefined) {
          windowed.record(record, at);
          continue;
        }
        const found = {
          sum: windowed.sum(at),
          count: windowed.events(at),
          rate: windowed.rate(at),
          avg: windowed.avg(at),
          max: windowed.max(at),
          min: windowed.min(at),
        };
        expect([at, rounded(found)]).toEqual([at, rounded(wanted)]);
      }
    },
  );

  it('are nothing, or NaN, before anything happened', () => {
    const windowed = new Windowed({ windowMs: 1000, windows: 2 });
    expect([windowed.sum(5), windowed.events(5), windowed.rate(5)]).toEqual([0, 0, 0]);
    expect([windowed.avg(5), windowed.max(5), windowed.min(5)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
