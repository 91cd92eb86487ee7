import { describe, expect, it } from 'vitest';
import { parseDistributedArguments } from './distributed-arguments.ts';

describe('the arguments of connect-distributed', () => {
  it('are a worker file, and what the shell wrapper of Kafka takes', () => {
    expect(parseDistributedArguments(['w.properties'])).toBe('w.properties');
    expect(parseDistributedArguments(['-daemon', 'w.properties'])).toBe('w.properties');
    expect(parseDistributedArguments([''])).toBe('');
  });

  it.each([[[]], [['-daemon']], [['--help']], [['w.properties', '--help']]])(
    '%j asks for the usage',
    (args) => {
      expect(parseDistributedArguments(args)).toBeNull();
    },
  );
});
