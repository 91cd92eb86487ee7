import type { PluginType } from './plugin-info.ts';

const suffixByType: Readonly<Record<PluginType, string>> = {
  source: 'Connector',
  sink: 'Connector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  config_provider: 'ConfigProvider',
  rest_extension: 'ConnectRestExtension',
  connector_client_config_override_policy: 'ConnectorClientConfigOverridePolicy',
};

/** The class name without its package, nested classes with their outer one. */
function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

/**
 * The names a plugin answers to beside its full class name: its simple name, and that name cut at the last
 * occurrence of its kind's suffix. Nested classes have none.
 */
export function pluginAliases(className: string, type: PluginType): string[] {
  const simple = simpleName(className);
  if (simple.includes('$')) return [];
  const aliases = [simple];
  const suffixes = type === 'header_converter' ? ['HeaderConverter', 'Converter'] : [suffixByType[type]];
  for (const suffix of suffixes) {
    const cut = simple.lastIndexOf(suffix);
    if (cut > 0) {
      aliases.push(simple.slice(0, cut));
      break;
    }
  }
  return aliases;
}
