import { describe, expect, it } from 'vitest';
import { parseStandaloneArguments } from './standalone-arguments.ts';

describe('the arguments of connect-standalone', () => {
  it('are a worker file and any number of connector files', () => {
    expect(parseStandaloneArguments(['w.properties'])).toEqual({
      workerFile: 'w.properties',
      connectorFiles: [],
    });
    expect(parseStandaloneArguments(['w', 'a', 'b'])).toEqual({
      workerFile: 'w',
      connectorFiles: ['a', 'b'],
    });
  });

  it('may ask for an empty configuration', () => {
    expect(parseStandaloneArguments([''])).toEqual({ workerFile: '', connectorFiles: [] });
  });

  it('may hold -daemon, which changes nothing', () => {
    expect(parseStandaloneArguments(['-daemon', 'w'])).toEqual({ workerFile: 'w', connectorFiles: [] });
  });

  it.each([[[]], [['--help']], [['w', '--help']], [['-daemon']]])('%j shows the usage', (args) => {
    expect(parseStandaloneArguments(args)).toBeNull();
  });
});
