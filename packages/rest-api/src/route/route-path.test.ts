import { describe, expect, it } from 'vitest';
import { routes } from '../routes/routes.ts';
import { formatPath, pathPattern, readPathParams } from './route-path.ts';

describe('the pattern of a path', () => {
  it('matches with and without a slash at the end', () => {
    const pattern = pathPattern('/connectors/{connector}/tasks/{task}/status');
    expect(pattern.test('/connectors/a/tasks/0/status')).toBe(true);
    expect(pattern.test('/connectors/a%20b/tasks/x/status/')).toBe(true);
    expect(pattern.test('/connectors/a/b/tasks/0/status')).toBe(false);
    expect(pattern.test('/connectors//tasks/0/status')).toBe(false);
    expect(pattern.test('/connectors/a/tasks/0/status/more')).toBe(false);
  });

  it('matches the root alone', () => {
    expect(pathPattern('/').test('/')).toBe(true);
    expect(pathPattern('/').test('/health')).toBe(false);
  });
});

describe('path parameters', () => {
  const parse = (task: string) => readPathParams(routes.getTaskStatus, { connector: 'a', task });

  it('are numbers where numbers are meant', () => {
    expect(['0', '07', '+7', '-1', '2147483647'].map((text) => parse(text)?.task)).toEqual([
      0, 7, 7, -1, 2147483647,
    ]);
  });

  it('name nothing when a number is none', () => {
    for (const text of ['', 'x', '1.0', '1e3', '0x1', ' 1', '2147483648', '-2147483649'])
      expect(parse(text)).toBeNull();
  });
});

describe('writing a path', () => {
  it('encodes what would end the segment', () => {
    expect(formatPath('/connectors/{connector}/status', { connector: 'é b?#;' })).toBe(
      '/connectors/%C3%A9%20b%3F%23%3B/status',
    );
  });

  it('refuses names that would address something else', () => {
    for (const connector of ['', '.', '..', 'a/b', 'a\\b', '50%']) {
      expect(() => formatPath('/connectors/{connector}', { connector })).toThrow(
        new RangeError(`No URL can carry the connector ${JSON.stringify(connector)}`),
      );
    }
  });

  it('accepts names with dots among other characters', () => {
    expect(formatPath('/connectors/{connector}', { connector: '...' })).toBe('/connectors/...');
  });
});
