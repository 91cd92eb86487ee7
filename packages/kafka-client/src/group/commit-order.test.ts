import { describe, expect, it } from 'vitest';
import { CommitOrder } from './commit-order.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the order of commits', () => {
  it('lets those of one connection go at once, and those of another wait for all before', async () => {
    const order = new CommitOrder();
    const sent: string[] = [];
    const answers = new Map<string, () => void>();
    const send = (name: string, purpose: 'group' | 'data'): Promise<void> =>
      order.inTurn(purpose, () => {
        sent.push(name);
        return new Promise((resolve, reject) => {
          answers.set(name, name === 'b' ? () => reject(new Error('no')) : resolve);
        });
      });
    const all = Promise.allSettled([
      send('a', 'group'),
      send('b', 'group'),
      send('c', 'data'),
      send('d', 'data'),
      send('e', 'group'),
    ]);
    await settle();
    expect(sent).toEqual(['a', 'b']);
    answers.get('a')?.();
    await settle();
    expect(sent).toEqual(['a', 'b']);
    answers.get('b')?.();
    await settle();
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
    answers.get('c')?.();
    answers.get('d')?.();
    await settle();
    expect(sent).toEqual(['a', 'b', 'c', 'd', 'e']);
    answers.get('e')?.();
    expect((await all).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});
