import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type ConfigProvider, type ConfigProviderPlugin } from '@sluice/connect-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../../testing/in-memory-log.ts';
import { directoryConfigProvider } from './directory-config-provider.ts';
import { envVarConfigProvider } from './env-var-config-provider.ts';
import { fileConfigProvider } from './file-config-provider.ts';

let folder: string;
const log = new InMemoryLog();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-providers-'));
  await mkdir(join(folder, 'secrets/sub'), { recursive: true });
  await mkdir(join(folder, 'secrets-of-others'));
  await writeFile(join(folder, 'secrets/db.properties'), 'user=bob\npass\\ word = sésame ü\\u20ac  \n');
  await writeFile(join(folder, 'secrets/token'), 'line one\nline two\n');
  await writeFile(join(folder, 'secrets/latin1'), Buffer.from('k=\xe9', 'latin1'));
  await writeFile(join(folder, 'secrets/torn.properties'), 'a=1\nb=\\u12');
  await writeFile(join(folder, 'secrets-of-others/db.properties'), 'user=eve\n');
  await symlink('token', join(folder, 'secrets/link'));
});
afterAll(() => rm(folder, { recursive: true }));

function make(plugin: ConfigProviderPlugin, params: Readonly<Record<string, string>> = {}): ConfigProvider {
  return plugin.createProvider(parseConfig(plugin.config, params), { alias: 'p', log });
}

async function valuesOf(provider: ConfigProvider, path: string, ...keys: string[]): Promise<object> {
  const { values, ttlMs } = await provider.get(path, new Set(keys));
  expect(ttlMs).toBeUndefined();
  return Object.fromEntries(values);
}

describe('a file config provider', () => {
  it('reads keys of UTF-8 properties files, anew each time', async () => {
    const path = join(folder, 'secrets/new.properties');
    const provider = make(fileConfigProvider);
    await writeFile(path, 'a=1');
    expect(await valuesOf(provider, path, 'a', 'b')).toEqual({ a: '1' });
    await writeFile(path, 'a=2');
    expect(await valuesOf(provider, path, 'a')).toEqual({ a: '2' });
    expect(await valuesOf(provider, join(folder, 'secrets/db.properties'), 'pass word')).toEqual({
      'pass word': 'sésame ü€  ',
    });
  });

  it('has nothing without a path', async () => {
    expect(await valuesOf(make(fileConfigProvider), '', 'a')).toEqual({});
  });

  it('fails over files it cannot read, naming them and nothing in them', async () => {
    const provider = make(fileConfigProvider);
    const read = (name: string): Promise<object> => valuesOf(provider, join(folder, name), 'a');
    await expect(read('nope')).rejects.toThrow(`Could not read properties from file ${folder}/nope: ENOENT`);
    await expect(read('secrets')).rejects.toThrow(/^Could not read properties from file .*\/secrets: EISDIR/);
    await expect(read('secrets/latin1')).rejects.toThrow(/latin1: The encoded data was not valid/);
    await expect(read('secrets/torn.properties')).rejects.toThrow(/torn.properties: Malformed .* line 2/);
  });

  it('leaves alone what is not within allowed.paths, and warns of it', async () => {
    const allowed = { 'allowed.paths': `${folder}/secrets/,${folder}/secrets-of-others/db.properties` };
    const provider = make(fileConfigProvider, allowed);
    const user = (path: string): Promise<object> => valuesOf(provider, path, 'user');
    expect(await user(`${folder}/secrets/db.properties`)).toEqual({ user: 'bob' });
    expect(await user(`${folder}/secrets/sub/../db.properties`)).toEqual({ user: 'bob' });
    expect(await user(`${folder}/secrets-of-others/db.properties`)).toEqual({ user: 'eve' });
    const before = log.messages('warn').length;
    expect(await user(`${folder}/secrets/../db.properties`)).toEqual({});
    expect(await user(`${folder}/secrets-of-others/../db.properties`)).toEqual({});
    expect(await user('secrets/db.properties')).toEqual({});
    expect(log.messages('warn').slice(before)).toHaveLength(3);
    const narrow = make(fileConfigProvider, { 'allowed.paths': `${folder}/secrets` });
    expect(await valuesOf(narrow, `${folder}/secrets-of-others/db.properties`, 'user')).toEqual({});
  });

  it('does not start with allowed paths that make no sense', () => {
    const start = (paths: string) => () => make(fileConfigProvider, { 'allowed.paths': paths });
    expect(start('secrets')).toThrow('Path secrets is not absolute');
    expect(start(`${folder},${folder}/nope`)).toThrow(`Path ${folder}/nope does not exist`);
    expect(start('/')).not.toThrow();
  });
});

describe('a directory config provider', () => {
  it('reads whole files by their names, through links too', async () => {
    const values = await valuesOf(
      make(directoryConfigProvider),
      `${folder}/secrets`,
      'token',
      'link',
      'none',
    );
    expect(values).toEqual({ token: 'line one\nline two\n', link: 'line one\nline two\n' });
  });

  it('has nothing for folders, for names that lead out, and where there is no folder', async () => {
    const provider = make(directoryConfigProvider);
    const out = '../secrets-of-others/db.properties';
    expect(await valuesOf(provider, `${folder}/secrets`, 'sub', out)).toEqual({});
    expect(await valuesOf(provider, `${folder}/nope`, 'token')).toEqual({});
    expect(await valuesOf(provider, `${folder}/secrets/token`, 'token')).toEqual({});
    expect(await valuesOf(provider, '', 'token')).toEqual({});
  });

  it('keeps to allowed.paths', async () => {
    const provider = make(directoryConfigProvider, { 'allowed.paths': `${folder}/secrets-of-others` });
    expect(await valuesOf(provider, `${folder}/secrets`, 'token')).toEqual({});
  });

  it('fails over a file that is no text, naming it', async () => {
    const read = valuesOf(make(directoryConfigProvider), `${folder}/secrets`, 'latin1');
    await expect(read).rejects.toThrow(`Could not read file ${folder}/secrets/latin1 for property latin1: `);
  });
});

describe('an environment config provider', () => {
  it('knows the environment as it was when it was made', async () => {
    process.env['SLUICE_TEST_SECRET'] = 'one';
    const provider = make(envVarConfigProvider);
    process.env['SLUICE_TEST_SECRET'] = 'two';
    expect(await valuesOf(provider, '', 'SLUICE_TEST_SECRET', 'SLUICE_TEST_NOT_SET')).toEqual({
      SLUICE_TEST_SECRET: 'one',
    });
    delete process.env['SLUICE_TEST_SECRET'];
  });

  it('shows only variables whose whole name is allowed', async () => {
    process.env['SLUICE_TEST_A'] = 'a';
    process.env['XSLUICE_TEST_A'] = 'x';
    const provider = make(envVarConfigProvider, { 'allowlist.pattern': 'SLUICE_TEST_.' });
    expect(await valuesOf(provider, '', 'SLUICE_TEST_A', 'XSLUICE_TEST_A')).toEqual({ SLUICE_TEST_A: 'a' });
    expect(() => make(envVarConfigProvider, { 'allowlist.pattern': '(' })).toThrow('Invalid regex');
    delete process.env['SLUICE_TEST_A'];
    delete process.env['XSLUICE_TEST_A'];
  });

  it('takes no path', () => {
    expect(() => make(envVarConfigProvider).get('/etc', new Set(['A']))).toThrow(
      "Path is not supported for EnvVarConfigProvider, invalid value '/etc'",
    );
  });
});
