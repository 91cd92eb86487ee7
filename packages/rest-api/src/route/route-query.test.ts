import { describe, expect, it } from 'vitest';
import { routes } from '../routes/routes.ts';
import { formatQuery, readQuery } from './route-query.ts';

describe('boolean parameters', () => {
  const onlyFailed = (query: string) =>
    readQuery(routes.restartConnector, new URLSearchParams(query)).onlyFailed;
  const connectorsOnly = (query: string) =>
    readQuery(routes.listPlugins, new URLSearchParams(query)).connectorsOnly;

  it('are true when they say true in any letter case, and false for any other text', () => {
    expect(['true', 'TRUE', 'tRuE'].map((text) => onlyFailed(`onlyFailed=${text}`))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['false', 'yes', '1', '%20true'].map((text) => connectorsOnly(`connectorsOnly=${text}`))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('have their default when they are missing or empty', () => {
    expect(['', 'onlyFailed', 'onlyFailed='].map(onlyFailed)).toEqual([false, false, false]);
    expect(['', 'connectorsOnly', 'connectorsOnly='].map(connectorsOnly)).toEqual([true, true, true]);
  });

  it('count letter case in their names, and the first of several', () => {
    expect(onlyFailed('onlyfailed=true')).toBe(false);
    expect(onlyFailed('onlyFailed=false&onlyFailed=true')).toBe(false);
  });
});

describe('text parameters', () => {
  const version = (query: string) => readQuery(routes.getPluginConfig, new URLSearchParams(query)).version;

  it('are what is given, also when that is nothing, and else their default', () => {
    expect(['version=1.2', 'version=%5B1,2)', 'version=', '', 'Version=1'].map(version)).toEqual([
      '1.2',
      '[1,2)',
      '',
      'latest',
      'latest',
    ]);
  });
});

describe('list parameters', () => {
  const expand = (query: string) => readQuery(routes.listConnectors, new URLSearchParams(query)).expand;

  it('hold every value, and nothing only when they are absent', () => {
    expect(expand('expand=status&x=1&expand=in%66o')).toEqual(['status', 'info']);
    expect(expand('expand')).toEqual(['']);
    expect(expand('Expand=info')).toBeNull();
  });
});

describe('writing a query', () => {
  it('leaves out what is not given and repeats lists', () => {
    expect(formatQuery(routes.listConnectors, { expand: ['status', 'info'] })).toBe(
      '?expand=status&expand=info',
    );
    expect(formatQuery(routes.restartConnector, { includeTasks: false, connector: 'x' })).toBe(
      '?includeTasks=false',
    );
    expect(formatQuery(routes.restartConnector, { onlyFailed: undefined })).toBe('');
  });

  it('is read back as it was meant', () => {
    const query = formatQuery(routes.restartConnector, { includeTasks: true, onlyFailed: true });
    expect(readQuery(routes.restartConnector, new URLSearchParams(query))).toEqual({
      includeTasks: true,
      onlyFailed: true,
    });
  });
});
