import { describe, expect, it } from 'vitest';
import { WorkerStage } from './worker-stage.ts';

const began = '1970-01-01T00:00:01.000Z';
const ended = '1970-01-01T00:00:02.500Z';

describe('the stage of a worker', () => {
  it('is what it does, then what it has done', async () => {
    let nowMs = 1000;
    const stage = new WorkerStage(() => nowMs);
    expect(stage.sentence).toBeNull();
    const seen = await stage.during('awaiting startup', async () => {
      const { sentence } = stage;
      nowMs = 2500;
      return Promise.resolve(sentence);
    });
    expect(seen).toBe(`The worker is currently awaiting startup, which began at ${began}.`);
    expect(stage.sentence).toBe(
      `The last operation the worker completed was awaiting startup, which began at ${began} and completed at ${ended}.`,
    );
  });

  it('has ended also where it has failed', async () => {
    const stage = new WorkerStage(() => 1000);
    await expect(stage.during('starting', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(stage.sentence).toMatch(/^The last operation/);
  });

  it('is the later one where two overlap', async () => {
    const stage = new WorkerStage(() => 1000);
    const first = Promise.withResolvers<void>();
    const waiting = stage.during('waiting', () => first.promise);
    const going = stage.during('going on', () => new Promise(() => undefined));
    first.resolve();
    await waiting;
    expect(stage.sentence).toBe(`The worker is currently going on, which began at ${began}.`);
    void going;
  });
});
