import { expect, describe, it } from 'vitest';
import { ControlLoop } from './control-loop.ts';

describe('a control loop', () => {
  it('takes one turn for all who woke it, and another for who woke it during a turn', async () => {
    let turns = 0;
    const gate = Promise.withResolvers<void>();
    const loop: ControlLoop = new ControlLoop(
      async () => {
        turns++;
        if (turns === 1) await gate.promise;
      },
      () => undefined,
    );
    loop.wake();
    loop.wake();
    await expect.poll(() => turns).toBe(1);
    loop.wake();
    loop.wake();
    gate.resolve();
    await expect.poll(() => turns).toBe(2);
    await loop.stop();
    loop.wake();
    await Promise.resolve();
    expect(turns).toBe(2);
  });

  it('takes no turn after one that failed, and tells of it', async () => {
    const failures: unknown[] = [];
    let turns = 0;
    const loop = new ControlLoop(
      () => Promise.reject(new Error(`turn ${++turns}`)),
      (error) => failures.push(error),
    );
    loop.wake();
    await expect.poll(() => failures).toEqual([new Error('turn 1')]);
    loop.wake();
    await loop.stop();
    expect(turns).toBe(1);
  });
});
