import { describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

const soon = { timeoutMs: 30, intervalMs: 1 };

describe('waitFor', () => {
  it('resolves to what was found, also when it is false or null', async () => {
    let looks = 0;
    expect(await waitFor('the third look', () => (++looks === 3 ? looks : undefined), soon)).toBe(3);
    expect(await waitFor('false', () => false, soon)).toBe(false);
    expect(await waitFor('null', () => null, soon)).toBe(null);
  });

  it('takes a rejection for not yet', async () => {
    let looks = 0;
    const look = (): Promise<string> =>
      ++looks < 3 ? Promise.reject(new Error('not there')) : Promise.resolve('here');
    expect(await waitFor('the third look', look, soon)).toBe('here');
  });

  it('says what it waited for and what it last saw', async () => {
    const look = (): Promise<never> => Promise.reject(new Error('the file is empty'));
    await expect(waitFor('a line', look, soon)).rejects.toThrow(
      'Waited 30 ms for a line: Error: the file is empty',
    );
  });
});
