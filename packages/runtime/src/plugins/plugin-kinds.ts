import type {
  ConfigProviderPlugin,
  ConverterPlugin,
  HeaderConverterPlugin,
  PredicatePlugin,
  RestExtensionPlugin,
  SinkConnectorPlugin,
  SourceConnectorPlugin,
  TransformationPlugin,
} from '@sluice/connect-api';
import type { PluginInfo, PluginType } from './plugin-info.ts';

export type ConnectorPlugin = SourceConnectorPlugin | SinkConnectorPlugin;
export type AnyPlugin =
  | ConnectorPlugin
  | ConverterPlugin
  | HeaderConverterPlugin
  | TransformationPlugin
  | PredicatePlugin
  | ConfigProviderPlugin
  | RestExtensionPlugin;

/** The types of plugins that a declaration is: a converter may be one for headers too. */
function typesOf(plugin: AnyPlugin): readonly PluginType[] {
  switch (plugin.kind) {
    case 'converter':
      return plugin.createHeaderConverter === undefined ? ['converter'] : ['converter', 'header_converter'];
    case 'header-converter':
      return ['header_converter'];
    case 'config-provider':
      return ['config_provider'];
    case 'rest-extension':
      return ['rest_extension'];
    case 'source':
    case 'sink':
    case 'transformation':
    case 'predicate':
      return [plugin.kind];
  }
}

/** What a package lists of the plugins that it exports. */
export function listedAs(plugins: readonly AnyPlugin[]): PluginInfo[] {
  return plugins.flatMap((plugin) =>
    typesOf(plugin).map((type) => ({ className: plugin.className, type, version: plugin.version })),
  );
}

/** What a plugin of each type makes; an object without it is none. */
const makers: Readonly<Partial<Record<PluginType, readonly [kinds: readonly string[], maker: string]>>> = {
  source: [['source'], 'createTask'],
  sink: [['sink'], 'createTask'],
  converter: [['converter'], 'createConverter'],
  header_converter: [['header-converter', 'converter'], 'createHeaderConverter'],
  transformation: [['transformation'], 'createTransformation'],
  predicate: [['predicate'], 'createPredicate'],
  config_provider: [['config-provider'], 'createProvider'],
  rest_extension: [['rest-extension'], 'createExtension'],
};

/**
 * Finds what a manifest promised among what a module exports as `plugins`.
 * @returns the plugin, or in what the module is different.
 */
export function exportedPlugin(module: object, info: PluginInfo): AnyPlugin | string {
  const { plugins } = module as { readonly plugins?: unknown };
  if (!Array.isArray(plugins)) return 'its module exports no list "plugins"';
  const objects = plugins.map((plugin: unknown) => Object(plugin) as Readonly<Record<string, unknown>>);
  const named = objects.filter(({ className }) => className === info.className);
  if (named.length === 0) return 'its module does not export it';
  const found = named.find(({ version }) => version === info.version);
  if (found === undefined) return `its module has it in version ${String(named[0]?.['version'])}`;
  const problem = problemOf(found, info.type);
  return problem ?? (found as unknown as AnyPlugin);
}

function problemOf(found: Readonly<Record<string, unknown>>, type: PluginType): string | null {
  const [kinds, maker] = makers[type] ?? [];
  if (kinds === undefined || maker === undefined) return null;
  if (!kinds.includes(String(found['kind']))) return `it is a ${String(found['kind'])}`;
  if (typeof found[maker] !== 'function') return `it has no function ${maker}`;
  return typeof found['config'] === 'object' && found['config'] !== null ? null : 'it declares no config';
}
