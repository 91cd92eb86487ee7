import { describe, expect, it } from 'vitest';
import { unsettled } from './command.ts';

const command = (key: string, name: string) => ({ key, args: [name, key], isRepeatable: true });
const again = new Error('again');
const refused = new Error('refused');

describe('what is sent again', () => {
  it('is what failed, and everything later about the same keys', () => {
    const commands = [
      command('a', '1'),
      command('b', '2'),
      command('a', '3'),
      command('c', '4'),
      command('a', '5'),
    ];
    const outcomes = [null, again, again, null, null];
    const left = unsettled(commands, outcomes, (error) => error === again);
    expect(left.map(({ args: [name] }) => name)).toEqual(['2', '3', '5']);
  });

  it('is not what was refused for good, though its key has others that are', () => {
    const commands = [command('a', '1'), command('a', '2'), command('a', '3')];
    const left = unsettled(commands, [again, refused, null], (error) => error === again);
    expect(left.map(({ args: [name] }) => name)).toEqual(['1', '3']);
  });
});
