import { readFileSync } from 'node:fs';
import { parseConfig, type SourceOffset, type SourcePartition } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { logSourceConfig } from './config.ts';
import { plugins } from './index.ts';
import { logSource } from './plugin.ts';

interface Manifest {
  readonly sluice: { readonly plugins: readonly unknown[] };
}

const minimal = { paths: '/tmp/a.log', topic: 't' };

describe('the log source', () => {
  it('is listed in package.json as the module exports it', () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect((JSON.parse(text) as Manifest).sluice.plugins).toEqual(exported);
  });

  it.each([
    [{ format: 'regex' }, ['format.regex']],
    [{ format: 'regex', 'format.regex': '^(\\w+)' }, ['format.regex']],
    [{ format: 'regex', 'format.regex': '^(?<level>\\w+)' }, []],
    [{ encoding: 'klingon' }, ['encoding']],
  ])('finds what is wrong across keys in %j', async (config, keys) => {
    const issues = await logSource.validate?.(parseConfig(logSourceConfig, { ...minimal, ...config }));
    expect(issues?.map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    [{ paths: '' }, 'paths'],
    [{ 'multiline.start': '(' }, 'multiline.start'],
    [{ format: 'xml' }, 'format'],
    [{ headers: 'host,colour' }, 'headers'],
    [{ 'line.max.bytes': '1' }, 'line.max.bytes'],
  ])('refuses %j', (config, key) => {
    expect(() => parseConfig(logSourceConfig, { ...minimal, ...config })).toThrow(key);
  });

  const offset: SourceOffset = { position: 4, file: '1:2', head: '4:0123456789abcdef', modified: 5 };

  it.each<[SourcePartition, SourceOffset | null]>([
    [{ path: '/a' }, null],
    [{ path: '/a' }, { position: 0 }],
    [{ path: '/a' }, offset],
    [{ path: '/a' }, { ...offset, skipping: true }],
  ])('takes %j at %j', async (partition, change) => {
    expect(await logSource.alterOffsets?.({}, [{ partition, offset: change }])).toBe(true);
  });

  it.each<[SourcePartition, SourceOffset | null]>([
    [{ filename: '/a' }, null],
    [{ path: '/a' }, { position: -1 }],
    [{ path: '/a' }, { ...offset, head: 'x' }],
    [{ path: '/a' }, { ...offset, position: 'start' }],
  ])('does not take %j at %j', async (partition, change) => {
    await expect(async () =>
      logSource.alterOffsets?.({}, [{ partition, offset: change }]),
    ).rejects.toMatchObject({
      code: 'OFFSETS_CHANGE_REJECTED',
    });
  });
});
