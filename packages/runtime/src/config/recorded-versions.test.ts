import { readFileSync } from 'node:fs';
import type { ConfigInfos, ConnectError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { versionedRegistry } from '../../testing/plugins/versioned-plugins.ts';
import type { SubmittedConfig } from '../herder/herder.ts';
import { ConnectorValidator } from './connector-validator.ts';

// Answers of a Java worker 4.3.0 with the versions 1.0.0, 1.10.0 and 2.0-SNAPSHOT of a sink, a converter, a
// transformation and a predicate in folders of their own, each with one key that only this version has.

interface RecordedVersion {
  readonly name: string;
  readonly default_value: string | null;
  readonly value: string | null;
  readonly recommended_values: readonly string[];
}

interface RecordedAnswer {
  readonly config: SubmittedConfig;
  readonly status: number;
  readonly error_count?: number;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly versions?: readonly RecordedVersion[];
  readonly own_keys?: readonly string[];
  readonly message?: string;
}

const fixture = new URL('fixtures/recorded-versions.json', import.meta.url);
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as RecordedAnswer[];
const json = 'org.apache.kafka.connect.json.JsonConverter';
const worker = { 'key.converter': json, 'value.converter': json };
const validator = new ConnectorValidator(versionedRegistry(), worker);

const titled = (answers: readonly RecordedAnswer[]) =>
  answers.map((answer): [string, RecordedAnswer] => [titleOf(answer), answer]);

function titleOf({ config: { name: _name, topics: _topics, ...config } }: RecordedAnswer): string {
  return JSON.stringify(config);
}

function valuesOf({ configs }: ConfigInfos) {
  return configs.flatMap(({ definition, value }) => (value === null ? [] : [{ ...definition, ...value }]));
}

function versionsOf(infos: ConfigInfos): RecordedVersion[] {
  return valuesOf(infos)
    .filter(({ name }) => name.endsWith('plugin.version'))
    .map(({ name, default_value, value, recommended_values }) => ({
      name,
      default_value: default_value ?? null,
      value,
      recommended_values: recommended_values as string[],
    }));
}

function ownKeysOf(infos: ConfigInfos): string[] {
  return valuesOf(infos)
    .map(({ name }) => name)
    .filter((name) => /\.v(?:1|110|2s)$/.test(name));
}

/**
 * Java validates the options of converters and predicates against the newest version, whichever is asked for or lies
 * beside the connector; here it is the one that is used.
 */
function withUsedVersions({ config, own_keys: keys = [] }: RecordedAnswer): readonly string[] {
  const asked = config['value.converter.plugin.version'];
  const used = asked === '1.0.0' ? asked : config['connector.plugin.version'];
  const label = used === '1.0.0' ? 'v1' : used === '1.10.0' ? 'v110' : 'v2s';
  const replaced: Readonly<Record<string, string>> = {
    'value.converter.conv.v2s': `value.converter.conv.${label}`,
    'predicates.p.pred.v2s': 'predicates.p.pred.v1',
  };
  return keys.map((key) => replaced[key] ?? key);
}

describe('a connector configuration where plugins have several versions', () => {
  const answered = recorded.filter(({ status }) => status === 200);
  it.each(titled(answered))('%s is answered as Java does', async (_title, answer) => {
    const infos = await validator.validate(answer.config);
    const errors = valuesOf(infos).filter((value) => value.errors.length > 0);
    expect(infos.error_count).toBe(answer.error_count);
    expect(Object.fromEntries(errors.map(({ name, errors: texts }) => [name, texts]))).toEqual(answer.errors);
    expect(versionsOf(infos)).toEqual(answer.versions);
    expect(ownKeysOf(infos)).toEqual(withUsedVersions(answer));
  });

  const isNoVersion = ({ config }: RecordedAnswer): boolean => config['connector.plugin.version'] === '[1';
  const refused = recorded.filter((answer) => answer.status !== 200 && !isNoVersion(answer));
  it.each(titled(refused))('%s is refused as Java refuses it', async (_title, { config, message = '' }) => {
    const error = (await validator.validate(config).catch((reason: unknown) => reason)) as ConnectError;
    // Which plugins are named, and where they lie, is another matter; Java names all connectors as ambiguous.
    const beginning = message.replace(/^[\w.]+Exception: /, '').replace(/PluginDesc.*/, '');
    expect(beginning).not.toBe('');
    expect(error.message.startsWith(beginning)).toBe(true);
  });

  it('says at its key what is no version, where Java refuses the request', async () => {
    const [{ config, message = '' }] = recorded.filter(isNoVersion) as [RecordedAnswer];
    const wrong = valuesOf(await validator.validate(config)).filter(({ errors }) => errors.length > 0);
    expect(wrong).toMatchObject([{ name: 'connector.plugin.version', errors: ['Unbounded range: [1'] }]);
    expect(message).toContain('Unbounded range: [1');
  });

  it('names those connectors as ambiguous that share the alias', async () => {
    await expect(validator.validate({ 'connector.class': 'TwinSink' })).rejects.toMatchObject({
      code: 'PLUGIN_AMBIGUOUS',
      message: expect.stringMatching(
        /Classes found: PluginDesc\{klass=class org\.clash\.Twin\S+, [^}]*location='file:\/plugins\/clash\/'\}, PluginDesc\{klass=class org\.clashb\.[^}]*\}$/,
      ) as string,
    });
  });
});

describe('the keys of a plugin', () => {
  const keysOf = async (name: string, version?: string): Promise<string[]> =>
    (await validator.pluginConfig(name, version)).map((key) => key.name);

  it.each([
    ['1.0.0', 'only.v1'],
    ['[1.0,2.0-SNAPSHOT)', 'only.v110'],
    ['[1.0,2.0)', 'only.v2s'],
    ['latest', 'only.v2s'],
    [undefined, 'only.v2s'],
  ])('are those of the version %s', async (version, key) => {
    const keys = await validator.pluginConfig('VersionedSink', version);
    expect(keys.map(({ name }) => name).filter((name) => name.startsWith('only'))).toEqual([key]);
    expect(keys.find(({ name }) => name === 'connector.plugin.version')).toMatchObject({
      default_value: '2.0-SNAPSHOT',
    });
  });

  it('are also known of a converter and a transformation of a version', async () => {
    expect(await keysOf('VersionedConverter', '1.0.0')).toEqual(['conv.v1']);
    expect(await keysOf('VersionedTransformation', '(,1.10.0)')).toEqual(['smt.v1']);
  });

  it.each([
    ['', '[,]'],
    ['[9,9]', '[9,9]'],
    ['9.9', '[9.9,9.9]'],
    ['[2.0,)', '[2.0,)'],
  ])('are not known of the version "%s"', async (version, range) => {
    await expect(validator.pluginConfig('VersionedSink', version)).rejects.toMatchObject({
      name: 'BadRequestError',
      message: `Plugin org.example.VersionedSinkConnector not found that matches the version range ${range}, available versions: [1.0.0, 1.10.0, 2.0-SNAPSHOT]`,
    });
  });

  it('are not asked for with what is no version', async () => {
    await expect(validator.pluginConfig('VersionedSink', '[1')).rejects.toMatchObject({
      name: 'BadRequestError',
      message: 'Invalid version specification: [1',
    });
  });

  it.each(['Versioned', 'TwinSink'])('are not known by an alias that several share: %s', async (name) => {
    await expect(validator.pluginConfig(name)).rejects.toThrow(`Unknown plugin ${name}.`);
  });
});
