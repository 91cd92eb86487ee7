import { describe, expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.ts';

describe('a keyed queue', () => {
  it('runs actions of one key in order, though one before failed', async () => {
    const queue = new KeyedQueue();
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = queue.run('a', async () => {
      await gate.promise;
      seen.push('first');
      throw new Error('first failed');
    });
    const second = queue.run('a', () => Promise.resolve(seen.push('second')));
    gate.resolve();
    await expect(first).rejects.toThrow('first failed');
    await second;
    expect(seen).toEqual(['first', 'second']);
  });

  it('lets no key wait for another', async () => {
    const queue = new KeyedQueue();
    const gate = Promise.withResolvers<void>();
    const blocked = queue.run('a', () => gate.promise);
    await expect(queue.run('b', () => Promise.resolve('done'))).resolves.toBe('done');
    gate.resolve();
    await blocked;
    await queue.settled();
  });
});
