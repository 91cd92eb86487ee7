import { describe, expect, it } from 'vitest';
import { parsePluginPathArguments } from './plugin-path-arguments.ts';

const nothing = { pluginLocations: [], pluginPaths: [], workerConfigs: [] };

describe('the command line of connect-plugin-path', () => {
  it('names plugins, each way as often as needed', () => {
    const args = ['list', '--plugin-location', 'a', '--plugin-path=b,c', '--plugin-location', 'd'];
    expect(parsePluginPathArguments(args)).toEqual({
      ...nothing,
      command: 'list',
      pluginLocations: ['a', 'd'],
      pluginPaths: ['b,c'],
    });
    expect(
      parsePluginPathArguments(['sync-manifests', '--worker-config', 'w', '--dry-run', '--keep-not-found']),
    ).toEqual({ ...nothing, command: 'sync-manifests', workerConfigs: ['w'] });
  });

  it.each([['--help'], ['-h'], ['list', '--help']])('asks for the usage with %s', (...args) => {
    expect(parsePluginPathArguments(args)).toBeNull();
  });

  it.each([
    [[], 'too few arguments'],
    [['show', '--plugin-path', 'a'], "invalid choice: 'show' (choose from 'list', 'sync-manifests')"],
    [['list'], 'Must specify at least one --plugin-location, --plugin-path, or --worker-config'],
    [['list', 'more', '--plugin-path', 'a'], "unrecognized arguments: 'more'"],
    [['list', '--bogus'], '--bogus'],
    [['list', '--plugin-path'], '--plugin-path'],
  ])('is refused: %j', (args, message) => {
    expect(() => parsePluginPathArguments(args)).toThrow(message);
  });
});
