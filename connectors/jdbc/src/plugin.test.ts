import { readFileSync } from 'node:fs';
import { parseConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';
import { aivenSource, confluentSource } from './source/source-plugins.ts';

interface Manifest {
  readonly sluice: {
    readonly plugins: readonly { readonly class: string; readonly type: string; readonly version: string }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const needed = { 'connection.url': 'jdbc:postgresql://db/shop', 'topic.prefix': 't-' };

describe('the database connectors', () => {
  it('are listed in package.json as the module exports them', () => {
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it.each([
    ['bulk', 'UNSUPPORTED'],
    ['timestamp', 'UNSUPPORTED'],
    ['incrementing', 'SUPPORTED'],
    ['timestamp+incrementing', 'SUPPORTED'],
  ] as const)('in the mode %s have exactly-once delivery %s', (mode, support) => {
    const config = parseConfig(confluentSource.config, { ...needed, mode });
    expect(confluentSource.exactlyOnceSupport?.(config)).toBe(support);
  });

  it('differ in the size of their batches', () => {
    expect(parseConfig(confluentSource.config, { ...needed, mode: 'bulk' })['batch.max.rows']).toBe(1000);
    expect(parseConfig(aivenSource.config, { ...needed, mode: 'bulk' })['batch.max.rows']).toBe(100);
  });

  it.each([
    [{ 'connection.url': 'jdbc:oracle:thin:@db' }, 'There is no driver for oracle'],
    [{ mode: 'sometimes' }, 'Invalid value sometimes for configuration mode'],
    [{ 'db.timezone': 'Mars/Olympus' }, 'Invalid time zone identifier'],
    [{ 'numeric.mapping': 'worst_fit' }, 'Invalid value worst_fit for configuration numeric.mapping'],
  ])('refuse %j', (config, message) => {
    expect(() => parseConfig(confluentSource.config, { ...needed, mode: 'bulk', ...config })).toThrow(
      message,
    );
  });

  it.each([
    [{ mode: 'timestamp' }, 'timestamp.column.name', 'needs to know the timestamp columns'],
    [{ mode: 'bulk', query: 'SELECT 1', 'table.whitelist': 'a' }, 'query', 'instead of tables'],
    [{ mode: 'incrementing', query: 'SELECT 1' }, 'incrementing.column.name', 'must be named'],
    [{ mode: 'bulk', 'table.whitelist': 'a', 'table.blacklist': 'b' }, 'table.whitelist', 'together'],
    [{ mode: 'bulk', 'table.include.list': '(' }, 'table.include.list', 'no regular expression'],
    [
      { mode: 'timestamp', 'timestamp.columns.mapping': 'x' },
      'timestamp.columns.mapping',
      'a colon and columns',
    ],
  ])('find %j contradictory', async (config, key, message) => {
    const parsed = parseConfig(confluentSource.config, { ...needed, ...config });
    const issues = (await confluentSource.validate?.(parsed)) ?? [];
    expect(issues.find((issue) => issue.key === key)?.message).toContain(message);
  });

  it('take offsets that can be resumed at, and refuse others', () => {
    const partition = { protocol: '1', table: 'public.orders' };
    const change = (offset: Record<string, number | string> | null) => [{ partition, offset }];
    expect(confluentSource.alterOffsets?.({}, change({ incrementing: 7 }))).toBe(true);
    expect(confluentSource.alterOffsets?.({}, change(null))).toBe(true);
    expect(() => confluentSource.alterOffsets?.({}, change({ incrementing: 'x' }))).toThrow(
      'no whole number',
    );
    expect(() => confluentSource.alterOffsets?.({}, change({ position: 7 }))).toThrow('has no position');
    expect(() => confluentSource.alterOffsets?.({}, change({}))).toThrow('An offset has incrementing');
  });
});
