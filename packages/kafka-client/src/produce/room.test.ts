import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Room } from './room.ts';

const memoryWith = (bytes: number): { usedBytes: number } => ({ usedBytes: bytes });

describe('who waits for room', () => {
  it('does not wait where there is room', async () => {
    expect(await new Room(memoryWith(10)).until(10, 60_000)).toBe(true);
  });

  it('is woken when enough was freed, and not before', async () => {
    const memory = memoryWith(100);
    const room = new Room(memory);
    let isAwake = false;
    const waiting = room.until(50, 60_000).then(() => (isAwake = true));
    for (memory.usedBytes = 90; memory.usedBytes > 50; memory.usedBytes -= 10) {
      room.freed();
      await setImmediate();
      expect(isAwake).toBe(false);
    }
    room.freed();
    expect(await waiting).toBe(true);
  });

  it('is told when the time is over', async () => {
    expect(await new Room(memoryWith(100)).until(50, 5)).toBe(false);
  });

  it('stops waiting when told to', async () => {
    const aborter = new AbortController();
    const waiting = new Room(memoryWith(100)).until(50, 60_000, aborter.signal);
    aborter.abort();
    expect(await waiting).toBe(false);
  });
});
