import { readFileSync } from 'node:fs';
import { ConfigError, type ConfigProvider } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { ConfigResolver } from './config-resolver.ts';

interface RecordedCase {
  readonly id: string;
  readonly providers: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly config: Readonly<Record<string, string | null>>;
  readonly output: Readonly<Record<string, string | null>>;
}

const { cases } = JSON.parse(
  readFileSync(new URL('./fixtures/config-transformer.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly RecordedCase[] };

/** Knows keys by path, and remembers what it was asked for. */
class TableProvider implements ConfigProvider {
  readonly asked: { path: string; keys: string[] }[] = [];
  readonly #paths: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly #ttlMs: number | undefined;

  constructor(paths: Readonly<Record<string, Readonly<Record<string, string>>>>, ttlMs?: number) {
    this.#paths = paths;
    this.#ttlMs = ttlMs;
  }

  get(path: string, keys: ReadonlySet<string>): ReturnType<ConfigProvider['get']> {
    this.asked.push({ path, keys: [...keys] });
    const known = Object.entries(this.#paths[path] ?? {}).filter(([key]) => keys.has(key));
    const values = new Map(known);
    return this.#ttlMs === undefined ? { values } : { values, ttlMs: this.#ttlMs };
  }
}

function resolverOf(providers: Readonly<Record<string, ConfigProvider>>): ConfigResolver {
  return new ConfigResolver(() => Promise.resolve(new Map(Object.entries(providers))));
}

describe('references in a configuration', () => {
  it.each(cases)('are resolved as Kafka Connect does: $id', async ({ providers, config, output }) => {
    const tables = Object.entries(providers).map(([alias, paths]) => [alias, new TableProvider(paths)]);
    const resolver = resolverOf(Object.fromEntries(tables) as Record<string, ConfigProvider>);
    expect((await resolver.resolve(config)).config).toEqual(output);
  });

  it('are asked for path by path, each once with all its keys', async () => {
    const vault = new TableProvider({ a: { k: '1', l: '2' }, b: { k: '3' } });
    const config = { x: '${v:a:k}${v:b:k}', y: '${v:a:l}', z: '${v:a:k}' };
    const { config: resolved } = await resolverOf({ v: vault }).resolve(config);
    expect(resolved).toEqual({ x: '13', y: '2', z: '1' });
    expect(vault.asked).toEqual([
      { path: 'a', keys: ['k', 'l'] },
      { path: 'b', keys: ['k'] },
    ]);
  });

  it('come with how long their values are good', async () => {
    const resolver = resolverOf({ v: new TableProvider({ a: { k: '1' } }, 5000), w: new TableProvider({}) });
    const { lifetimes } = await resolver.resolve({ x: '${v:a:k}', y: '${w:a:k}' });
    expect(lifetimes).toEqual([{ source: 'v:a', ttlMs: 5000 }]);
  });

  it('make nobody ask for providers where there are none', async () => {
    const resolver = new ConfigResolver(() => Promise.reject(new Error('not needed')));
    const config = { a: 'plain', b: '${topic}', c: null };
    expect((await resolver.resolve(config)).config).toBe(config);
    await resolver.close();
  });

  it('fail with their provider', async () => {
    const broken: ConfigProvider = {
      get: () => {
        throw new ConfigError('Could not read it');
      },
    };
    await expect(resolverOf({ v: broken }).resolve({ a: '${v:p:k}' })).rejects.toThrow('Could not read it');
  });

  it('close the providers that were made', async () => {
    const closed: string[] = [];
    const provider: ConfigProvider = {
      get: () => ({ values: new Map() }),
      close: () => void closed.push('v'),
    };
    const resolver = resolverOf({ v: provider });
    await resolver.close();
    expect(closed).toEqual([]);
    await resolver.start();
    await resolver.close();
    expect(closed).toEqual(['v']);
  });
});

describe('what providers gave', () => {
  it('shows as references in texts, errors and what caused them', async () => {
    const resolver = resolverOf({
      v: new TableProvider({ p: { pw: 's3cr3t', long: 's3cr3t-and-more', n: '10' } }),
    });
    const config = { url: 'jdbc:x?p=${v:p:pw}', pw: '${v:p:long}', n: '${v:p:n}' };
    const { provided } = await resolver.resolve(config);
    expect(provided.hide('jdbc:x?p=s3cr3t, s3cr3t-and-more, 10')).toBe('jdbc:x?p=${v:p:pw}, ${v:p:long}, 10');
    const cause = new Error('no entry with s3cr3t');
    const error = new Error('refused s3cr3t-and-more', { cause });
    await expect(provided.guard(() => Promise.reject(error))).rejects.toBe(error);
    expect([error.message, cause.message]).toEqual(['refused ${v:p:long}', 'no entry with ${v:p:pw}']);
    expect(`${error.stack}${cause.stack}`).not.toContain('s3cr3t');
  });

  it('does not loop over an error that is its own cause', async () => {
    const { provided } = await resolverOf({ v: new TableProvider({ '': { k: 'secret' } }) }).resolve({
      a: '${v:k}',
    });
    const error = new Error('secret');
    error.cause = error;
    expect(provided.hideIn(error)).toHaveProperty('message', '${v:k}');
  });
});
