import {
  ConfigError,
  configInfos,
  validateConfig,
  type ClassResolver,
  type ConfigInfos,
  type ConfigKey,
} from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { InstalledPlugin, VersionChoice } from '../plugins/installed-plugins.ts';
import { problemOfRange } from '../plugins/plugin-errors.ts';
import type { PluginType } from '../plugins/plugin-info.ts';
import type { AnyPlugin, PluginRegistry } from '../plugins/plugin-registry.ts';
import type { Offer } from './keys/offer.ts';
import { prefixedInfos } from './prefixed-infos.ts';
import { resolveClass } from './resolve-class.ts';
import { problemOfVersion } from './versions/version-problem.ts';

/** Converts headers where neither connector nor worker say what does. */
const defaultHeaderConverter = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';

/** What a converter is for, in the order in which validation shows their options. */
export const converterRoles = ['header', 'key', 'value'] as const;
export type ConverterRole = (typeof converterRoles)[number];

const interfaces = { header: 'HeaderConverter', key: 'Converter', value: 'Converter' } as const;
const types = { header: 'header_converter', key: 'converter', value: 'converter' } as const satisfies Record<
  ConverterRole,
  PluginType
>;

/** Finds the classes that `key.converter`, `value.converter` and `header.converter` name; others are taken as given. */
export function resolveConverter(plugins: PluginRegistry): ClassResolver {
  return (name, key) => {
    const role = converterRoles.find((role) => key === `${role}.converter`);
    if (role === undefined) return name;
    return plugins.find(name, [types[role]])?.className ?? null;
  };
}

/**
 * Sees that the converters of a worker can be used in the version it asks for.
 * @throws ConfigError saying why one cannot.
 */
export function checkWorkerConverters(worker: Offer['worker'], plugins: PluginRegistry): void {
  for (const role of converterRoles) {
    const { name, choice } = chosenConverter(role, { worker, config: {}, near: null });
    if (name === undefined) continue;
    const broken = plugins.reasonBroken(name, [types[role]], choice);
    if (broken !== null) throw new ConfigError(broken, { code: 'PLUGIN_BROKEN', key: `${role}.converter` });
    const wanted = choice.version ?? null;
    const problem =
      wanted === null ? null : problemOfVersion(plugins, { name, types: [types[role]] }, wanted);
    if (problem === null) continue;
    const key = `${role}.converter.plugin.version`;
    throw new ConfigError(`${key}: ${problem}`, { code: 'PLUGIN_VERSION_UNKNOWN', key });
  }
}

/** What a configuration says of a converter, or else the worker. */
export interface ChosenConverter {
  /** `undefined` when nobody names one. */
  readonly name: string | undefined;
  readonly choice: VersionChoice;
}

/**
 * Which converter a connector gets. One that it names itself may come from where the connector lies; that of the worker
 * is the same for all.
 */
export function chosenConverter(
  role: ConverterRole,
  { worker, config, near }: Pick<Offer, 'worker' | 'config' | 'near'>,
): ChosenConverter {
  const key = `${role}.converter`;
  const own = config[key]?.trim();
  if (own !== undefined) return { name: own, choice: { version: config[`${key}.plugin.version`], near } };
  return { name: workerConverter(role, worker), choice: { version: worker[`${key}.plugin.version`] } };
}

/** The converter that a connector gets if it does not say in which version it wants its own. */
export function converterOf(role: ConverterRole, offer: Offer): InstalledPlugin | undefined {
  const { name, choice } = chosenConverter(role, offer);
  if (name === undefined) return undefined;
  const isOwn = (offer.config[`${role}.converter`] ?? null) !== null;
  return offer.plugins.find(name, [types[role]], isOwn ? { near: offer.near } : choice);
}

/** The installed versions of the converter that a connector gets. */
export function converterVersions(role: ConverterRole, offer: Offer): string[] {
  const { name } = chosenConverter(role, offer);
  return name === undefined ? [] : offer.plugins.versions(name, [types[role]]);
}

/** What is wrong with the version that a connector wants of its own converter. */
export function problemOfConverterVersion(
  role: ConverterRole,
  { config, plugins }: Pick<Offer, 'config' | 'plugins'>,
  wanted: string,
): string | null {
  const name = config[`${role}.converter`]?.trim();
  // Without a converter of its own the version means nothing.
  return name === undefined
    ? problemOfRange(wanted)
    : problemOfVersion(plugins, { name, types: [types[role]] }, wanted);
}

/** Loads a converter; one for headers may be of either kind. */
export function loadConverter(
  role: ConverterRole,
  { name = '', choice }: ChosenConverter,
  plugins: PluginRegistry,
): Promise<Pick<AnyPlugin, 'config'>> {
  return role === 'header' ? plugins.headerConverter(name, choice) : plugins.converter(name, choice);
}

function workerConverter(role: ConverterRole, worker: Offer['worker']): string | undefined {
  return worker[`${role}.converter`]?.trim() ?? (role === 'header' ? defaultHeaderConverter : undefined);
}

/** The key that names a converter, with what only a worker knows: its own converter and those installed. */
export function converterKey(
  role: ConverterRole,
  key: ConfigKey<string | null>,
  offer: Offer,
): ConfigKey<string | null> {
  const { plugins, worker } = offer;
  const installed = plugins.classNames([types[role]]);
  const own = workerConverter(role, worker);
  return {
    ...key,
    defaultValue: own === undefined ? key.defaultValue : (plugins.find(own)?.className ?? own),
    recommender: { recommend: () => installed },
    validator: {
      describe: () => '',
      check: ({ value }) => {
        if (value === null) return null;
        const { choice } = chosenConverter(role, offer);
        const broken = plugins.reasonBroken(value as string, [types[role]], choice);
        if (broken !== null) return broken;
        return installed.includes(value as string)
          ? missingVersion(role, offer)
          : `Class class ${value as string} does not implement the ${interfaces[role]} interface`;
      },
    },
  };
}

/** What is wrong with a version that can be understood, and is not installed. */
function missingVersion(role: ConverterRole, offer: Offer): string | null {
  const wanted = offer.config[`${role}.converter.plugin.version`] ?? null;
  if (wanted === null || problemOfRange(wanted) !== null) return null;
  return problemOfConverterVersion(role, offer, wanted);
}

/** What validation says of the options of the converters that a connector names itself. */
export async function validateConverters(offer: Offer): Promise<ConfigInfos[]> {
  const { config, plugins } = offer;
  const infos: ConfigInfos[] = [];
  for (const role of converterRoles) {
    if (!canBeLoaded(role, offer)) continue;
    const plugin = await loadConverter(role, chosenConverter(role, offer), plugins);
    infos.push(validateOptions(role, plugin, { config, plugins }));
  }
  return infos;
}

/** A version that was left out is good, one given as null is not. */
function canBeLoaded(role: ConverterRole, offer: Offer): boolean {
  const { config, plugins } = offer;
  const name = config[`${role}.converter`]?.trim() ?? '';
  if (plugins.find(name, [types[role]]) === undefined) return false;
  if (plugins.reasonBroken(name, [types[role]], chosenConverter(role, offer).choice) !== null) return false;
  const wanted = config[`${role}.converter.plugin.version`];
  return wanted === undefined || (wanted !== null && problemOfConverterVersion(role, offer, wanted) === null);
}

/** Messages name the options as the converter does, without the prefix. */
function validateOptions(
  role: ConverterRole,
  { config: definition }: Pick<AnyPlugin, 'config'>,
  { config, plugins }: { readonly config: SubmittedConfig; readonly plugins: PluginRegistry },
): ConfigInfos {
  const prefix = `${role}.converter.`;
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]): [string, string | null] => [key.slice(prefix.length), value]);
  const options = { ...Object.fromEntries(own), 'converter.type': role };
  const values = validateConfig(definition, options, { resolveClass: resolveClass(plugins) });
  return prefixedInfos(prefix, configInfos('', definition, values));
}
