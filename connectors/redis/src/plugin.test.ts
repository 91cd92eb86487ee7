import { readFileSync } from 'node:fs';
import { configInfos, parseConfig, validateConfig } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';
import { keysSource, redisSink, streamSource } from './plugin.ts';

interface JavaKey {
  readonly name: string;
  readonly type: string;
  /** `null` where the key must be given. */
  readonly default: string | null;
  readonly importance: string;
}

/** The keys of the Java connectors, version 1.1.0. */
const javaKeys = JSON.parse(
  readFileSync(new URL('fixtures/java-keys.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly JavaKey[]>>;

const own: Readonly<Record<string, readonly string[]>> = {
  [redisSink.className]: [],
  [streamSource.className]: [],
  [keysSource.className]: ['redis.keys.zset'],
};
const ownOfAll = ['redis.retry.timeout.ms', 'redis.sentinel.password', 'redis.sentinel.username'];

describe('the connectors of Redis', () => {
  it('are listed in package.json as the module exports them', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly sluice: { readonly plugins: unknown };
    };
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it.each(plugins.map((plugin) => [plugin.className, plugin] as const))(
    '%s is validated with the keys, types, defaults and importance that Java has, and a few of its own',
    (className, plugin) => {
      const infos = configInfos(className, plugin.config, validateConfig(plugin.config, {}));
      const shown = infos.configs.flatMap(({ definition }) =>
        definition === null
          ? []
          : [
              {
                name: definition.name,
                type: definition.type,
                default: definition.required ? null : definition.default_value,
                importance: definition.importance,
              },
            ],
      );
      const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
      const mine = new Set([...ownOfAll, ...(own[className] ?? [])]);
      expect(shown.filter(({ name }) => !mine.has(name)).toSorted(byName)).toEqual(
        [...(javaKeys[className] ?? [])].toSorted(byName),
      );
      expect(shown.filter(({ name }) => mine.has(name))).toHaveLength(mine.size);
    },
  );

  it.each([
    [{ 'redis.type': 'HASH', 'redis.multiexec': 'true' }, 'redis.multiexec'],
    [{ 'redis.charset': 'KLINGON-8' }, 'redis.charset'],
    [{ 'redis.keyspace': '' }, 'redis.keyspace'],
    [{ 'redis.uri': 'redis://a:1,b:2' }, 'redis.uri'],
    [{ 'redis.uri': 'redis://a:1/3', 'redis.cluster': 'true' }, 'redis.uri'],
    [{ 'redis.uri': 'redis-sentinel://a#m', 'redis.cluster': 'true' }, 'redis.cluster'],
    [{ 'redis.username': 'shop' }, 'redis.password'],
    [{ 'redis.key.file': '/k.pem' }, 'redis.key.cert'],
  ])('find %j contradictory', async (config, key) => {
    const issues = (await redisSink.validate?.(parseConfig(redisSink.config, config))) ?? [];
    expect(issues.map((issue) => issue.key)).toEqual([key]);
  });

  it('find nothing wrong with an empty keyspace where records have keys of their own', async () => {
    const config = parseConfig(redisSink.config, { 'redis.type': 'STRING', 'redis.keyspace': '' });
    expect(await redisSink.validate?.(config)).toEqual([]);
  });

  it('refuse an offset that is no id', async () => {
    const config = { 'redis.stream.name': 's', 'redis.stream.offset': 'yesterday' };
    const issues = await streamSource.validate?.(parseConfig(streamSource.config, config));
    expect(issues?.map(({ key }) => key)).toEqual(['redis.stream.offset']);
  });

  it('do not show a URI that they refuse: it may have a password in it', () => {
    expect(() => parseConfig(redisSink.config, { 'redis.uri': 'http://:geheim@host' })).toThrow(
      /redis\.uri: its scheme/,
    );
    expect(() => parseConfig(redisSink.config, { 'redis.uri': 'http://:geheim@host' })).not.toThrow(/geheim/);
  });

  it('say where the place of a consumer group is moved', () => {
    const config = { 'redis.stream.name': 'events' };
    expect(() => streamSource.alterOffsets?.(config, [{ partition: {}, offset: { offset: '1-0' } }])).toThrow(
      'XGROUP SETID events kafka-consumer-group',
    );
    expect(streamSource.alterOffsets?.(config, [{ partition: {}, offset: null }])).toBe(false);
  });
});
