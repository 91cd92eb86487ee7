import {
  configInfos,
  validateConfig,
  type ClassResolver,
  type ConfigInfo,
  type ConfigInfos,
  type ConfigKey,
} from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { AnyPlugin, PluginRegistry } from '../plugins/plugin-registry.ts';
import type { PluginType } from '../plugins/plugin-info.ts';
import { resolveClass } from './resolve-class.ts';

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

/** Finds the classes that `key.converter`, `value.converter` and `header.converter` name. */
export function resolveConverter(plugins: PluginRegistry): ClassResolver {
  return (name, key) => {
    const role = converterRoles.find((role) => key === `${role}.converter`) ?? 'value';
    return plugins.find(name, [types[role]])?.className ?? null;
  };
}

/** The key that names a converter, with what only a worker knows: its own converter and those installed. */
export function converterKey(
  role: ConverterRole,
  key: ConfigKey<string | null>,
  {
    plugins,
    worker,
  }: { readonly plugins: PluginRegistry; readonly worker: Readonly<Record<string, string>> },
): ConfigKey<string | null> {
  const installed = plugins.list([types[role]]).map(({ className }) => className);
  const own = worker[`${role}.converter`]?.trim() ?? (role === 'header' ? defaultHeaderConverter : undefined);
  return {
    ...key,
    defaultValue: own === undefined ? key.defaultValue : (plugins.find(own)?.className ?? own),
    recommender: { recommend: () => installed },
    validator: {
      describe: () => '',
      check: ({ value }) =>
        value === null || installed.includes(value as string)
          ? null
          : `Class class ${value as string} does not implement the ${interfaces[role]} interface`,
    },
  };
}

/** What validation says of the options of the converters that a connector names itself. */
export async function validateConverters(
  config: SubmittedConfig,
  plugins: PluginRegistry,
): Promise<ConfigInfos[]> {
  const infos: ConfigInfos[] = [];
  for (const role of converterRoles) {
    const name = config[`${role}.converter`]?.trim() ?? '';
    if (plugins.find(name, [types[role]]) === undefined) continue;
    const plugin = role === 'header' ? await plugins.headerConverter(name) : await plugins.converter(name);
    infos.push(validateOptions(role, plugin, { config, plugins }));
  }
  return infos;
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
  const infos = configInfos('', definition, values);
  const configs = infos.configs.map((info) => withPrefix(prefix, info));
  const errorCount = configs.filter(({ value }) => value !== null && value.errors.length > 0).length;
  return { ...infos, error_count: errorCount, configs };
}

function withPrefix(prefix: string, { definition, value }: ConfigInfo): ConfigInfo {
  return {
    definition: definition && { ...definition, name: prefix + definition.name },
    value: value && { ...value, name: prefix + value.name },
  };
}
