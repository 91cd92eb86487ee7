import {
  configInfos,
  validateConfig,
  type ClassResolver,
  type ConfigInfos,
  type ConfigKey,
} from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { AnyPlugin, PluginRegistry } from '../plugins/plugin-registry.ts';
import type { PluginInfo, PluginType } from '../plugins/plugin-info.ts';
import type { Offer } from './keys/offer.ts';
import { prefixedInfos } from './prefixed-infos.ts';
import { resolveClass } from './resolve-class.ts';
import { problemOfRange, problemOfVersion } from './versions/version-problem.ts';

/** Converts headers where neither connector nor worker say what does. */
export const defaultHeaderConverter = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';

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

/** The converter that a configuration names, or else the worker. */
export function converterOf(role: ConverterRole, { plugins, worker, config }: Offer): PluginInfo | undefined {
  const name = config[`${role}.converter`]?.trim() ?? workerConverter(role, worker);
  return name === undefined ? undefined : plugins.find(name, [types[role]]);
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
  const installed = plugins.list([types[role]]).map(({ className }) => className);
  const own = workerConverter(role, worker);
  return {
    ...key,
    defaultValue: own === undefined ? key.defaultValue : (plugins.find(own)?.className ?? own),
    recommender: { recommend: () => installed },
    validator: {
      describe: () => '',
      check: ({ value }) => {
        if (value === null) return null;
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
  // Without a converter of its own the version means nothing.
  if ((offer.config[`${role}.converter`] ?? null) === null) return null;
  const plugin = converterOf(role, offer);
  if (wanted === null || plugin === undefined || problemOfRange(wanted) !== null) return null;
  return problemOfVersion(plugin, wanted);
}

/** What validation says of the options of the converters that a connector names itself. */
export async function validateConverters(offer: Offer): Promise<ConfigInfos[]> {
  const { config, plugins } = offer;
  const infos: ConfigInfos[] = [];
  for (const role of converterRoles) {
    const name = config[`${role}.converter`]?.trim() ?? '';
    const found = plugins.find(name, [types[role]]);
    if (found === undefined || !hasGoodVersion(found, config[`${role}.converter.plugin.version`])) continue;
    const plugin = role === 'header' ? await plugins.headerConverter(name) : await plugins.converter(name);
    infos.push(validateOptions(role, plugin, { config, plugins }));
  }
  return infos;
}

/** A version that was left out is good, one given as null is not. */
function hasGoodVersion(plugin: PluginInfo, wanted: string | null | undefined): boolean {
  return wanted === undefined || (wanted !== null && problemOfVersion(plugin, wanted) === null);
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
