import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StartGate } from './start-gate.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A gate, and who was let in, in their order. */
function gate(atOnce: number): {
  readonly gate: StartGate;
  readonly admitted: string[];
  enter(...keys: string[]): void;
} {
  const made = new StartGate({ atOnce, patienceMs: 500 });
  const admitted: string[] = [];
  return {
    gate: made,
    admitted,
    enter: (...keys) => {
      for (const key of keys) void made.enter(key).then(() => admitted.push(key));
    },
  };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a gate for what starts', () => {
  it('lets so many begin, and the next one when one of them has begun', async () => {
    const { gate: made, admitted, enter } = gate(2);
    enter('a', 'b', 'c', 'd');
    await settle();
    expect(admitted).toEqual(['a', 'b']);
    made.leave('b');
    await settle();
    expect(admitted).toEqual(['a', 'b', 'c']);
    made.leave('a');
    made.leave('c');
    await settle();
    enter('e', 'f');
    await settle();
    expect(admitted).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('has nobody wait for one that takes its time', async () => {
    const { admitted, enter } = gate(1);
    enter('slow', 'next');
    await vi.advanceTimersByTimeAsync(499);
    expect(admitted).toEqual(['slow']);
    await vi.advanceTimersByTimeAsync(1);
    expect(admitted).toEqual(['slow', 'next']);
  });

  it('keeps nobody who is not to begin any more, and no place for him', async () => {
    const { gate: made, admitted, enter } = gate(1);
    enter('a', 'b', 'c');
    made.leave('b');
    await settle();
    expect(admitted).toEqual(['a', 'b']);
    made.leave('a');
    await settle();
    expect(admitted).toEqual(['a', 'b', 'c']);
  });

  it('takes no notice of who leaves twice, or was never there', async () => {
    const { gate: made, admitted, enter } = gate(1);
    enter('a', 'b', 'c');
    made.leave('a');
    made.leave('a');
    made.leave('x');
    await settle();
    expect(admitted).toEqual(['a', 'b']);
  });
});
