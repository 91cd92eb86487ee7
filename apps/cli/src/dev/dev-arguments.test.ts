import { describe, expect, it } from 'vitest';
import { parseDevArguments } from './dev-arguments.ts';

describe('the arguments of sluice dev', () => {
  it('have defaults that just work', () => {
    expect(parseDevArguments([])).toEqual({
      connectorFiles: [],
      dataFolder: '.sluice/dev',
      inMemory: false,
      kafkaPort: 9092,
      restPort: 8083,
    });
  });

  it('take connector files, a folder and ports', () => {
    const args = ['a.json', '--data', '/d', '--memory', '--kafka-port', '0', '--rest-port=1', 'b.properties'];
    expect(parseDevArguments(args)).toEqual({
      connectorFiles: ['a.json', 'b.properties'],
      dataFolder: '/d',
      inMemory: true,
      kafkaPort: 0,
      restPort: 1,
    });
  });

  it('show the usage on request', () => {
    expect(parseDevArguments(['--help'])).toBeNull();
  });

  it.each([
    [['--kafka-port', '70000'], '--kafka-port must be a port between 0 and 65535, not "70000"'],
    [['--rest-port', 'x'], '--rest-port must be a port'],
    [['--colour'], "Unknown option '--colour'"],
  ])('refuse %j', (args, message) => {
    expect(() => parseDevArguments(args)).toThrow(message);
  });
});
