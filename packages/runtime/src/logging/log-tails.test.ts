import { describe, expect, it } from 'vitest';
import { LogTails } from './log-tails.ts';

const line = (text: string, task: number | null = 0, connector = 'c') => ({ connector, task, text });

describe('the last lines of connectors and tasks', () => {
  it('are kept for each by itself, the oldest first', () => {
    const tails = new LogTails();
    for (const text of ['1', '2', '3']) tails.add(line(text));
    tails.add(line('other task', 1));
    tails.add(line('connector', null));
    expect(tails.last('c', 0, 10)).toEqual(['1', '2', '3']);
    expect(tails.last('c', 0, 2)).toEqual(['2', '3']);
    expect(tails.last('c', 0, 0)).toEqual([]);
    expect(tails.last('c', 1, 10)).toEqual(['other task']);
    expect(tails.last('c', null, 10)).toEqual(['connector']);
    expect(tails.last('d', 0, 10)).toEqual([]);
  });

  it('are at most so many, and take at most so many bytes', () => {
    const tails = new LogTails({ maxLines: 3, maxBytes: 10 });
    for (const text of ['a', 'b', 'c', 'd']) tails.add(line(text));
    expect(tails.last('c', 0, 10)).toEqual(['b', 'c', 'd']);
    tails.add(line('12345678'));
    expect(tails.last('c', 0, 10)).toEqual(['c', 'd', '12345678']);
    tails.add(line('too long for this'));
    expect(tails.last('c', 0, 10)).toEqual(['c', 'd', '12345678']);
  });

  it('of those that were silent longest go first when all together take too much', () => {
    const tails = new LogTails({ maxBytes: 10, maxTotalBytes: 20 });
    tails.add(line('0123456789', 0));
    tails.add(line('0123456789', 1));
    tails.add(line('012345678', 0));
    tails.add(line('x', 2));
    expect(tails.last('c', 1, 9)).toEqual(['0123456789']);
    tails.add(line('yz', 2));
    expect([0, 1, 2].map((task) => tails.last('c', task, 9).length)).toEqual([1, 0, 2]);
  });
});
