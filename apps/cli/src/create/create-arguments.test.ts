import { describe, expect, it } from 'vitest';
import { parseCreateArguments } from './create-arguments.ts';

describe('the arguments of sluice create', () => {
  it('name a connector, in a folder that is called like it', () => {
    expect(parseCreateArguments(['connector', 'acme-files'])).toEqual({
      kind: 'connector',
      name: 'acme-files',
      directory: 'acme-files-connector',
      namespace: 'org.example',
      parts: ['sink', 'source'],
    });
    expect(parseCreateArguments(['converter', 'my-converter'])?.directory).toBe('my-converter');
  });

  it('choose what to make', () => {
    const parts = (...args: string[]) => parseCreateArguments(['connector', 'a', ...args])?.parts;
    expect(parts('--source')).toEqual(['source']);
    expect(parts('--sink')).toEqual(['sink']);
    expect(parts('--sink', '--source')).toEqual(['sink', 'source']);
    expect(
      parseCreateArguments(['transformation', 'a', '--directory', 'd', '--namespace', 'com.acme']),
    ).toMatchObject({
      directory: 'd',
      namespace: 'com.acme',
      parts: ['transformation'],
    });
  });

  it('ask for the usage', () => {
    expect(parseCreateArguments(['--help'])).toBeNull();
  });

  it.each([
    [[], 'What is to be made is one of connector, converter, transformation, not ""'],
    [['cat', 'a'], 'not "cat"'],
    [['connector'], 'NAME is ""; it has to be words in lower case with hyphens'],
    [['connector', 'Acme'], 'NAME is "Acme"'],
    [['connector', 'a/../b'], 'NAME is "a/../b"'],
    [['connector', 'a', 'b'], '"b" is too much'],
    [['connector', 'a', '--namespace', 'com-acme'], '--namespace is "com-acme"'],
    [['converter', 'a', '--sink'], '--source and --sink are for connectors'],
    [['connector', 'a', '--bogus'], '--bogus'],
  ])('are refused: %j', (args, message) => {
    expect(() => parseCreateArguments(args)).toThrow(message);
  });
});
