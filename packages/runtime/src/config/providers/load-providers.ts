import {
  ConfigError,
  invalidConfigValue,
  parseConfig,
  type ConfigProvider,
  type PluginLogger,
} from '@sluice/connect-api';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { propertiesUnder } from '../client-properties.ts';
import { ConfigResolver, type Resolution } from './config-resolver.ts';

type Properties = Readonly<Record<string, string>>;

/** What the providers of a worker are made from. */
export interface ProviderSources {
  /** The worker's properties. */
  readonly properties: Properties;
  readonly plugins: PluginRegistry;
  readonly log: PluginLogger;
}

/** A resolver with the providers that the worker's properties declare. */
export function configResolverOf(sources: ProviderSources): ConfigResolver {
  return new ConfigResolver(() => loadProviders(sources));
}

/**
 * The worker's properties with their references resolved, those of the providers' own parameters included.
 * @throws ConfigError when a provider cannot be made or fails.
 */
export async function resolveWorkerProperties(sources: ProviderSources): Promise<Resolution<Properties>> {
  const resolver = configResolverOf(sources);
  try {
    await resolver.start();
    return await resolver.resolve(sources.properties);
  } finally {
    await resolver.close();
  }
}

/** Makes the providers by their aliases. An alias without a class is passed over, as Java does. */
async function loadProviders({
  properties,
  plugins,
  log,
}: ProviderSources): Promise<ReadonlyMap<string, ConfigProvider>> {
  const providers = new Map<string, ConfigProvider>();
  for (const alias of aliasesOf(properties)) {
    const className = properties[`config.providers.${alias}.class`]?.trim();
    if (className === undefined) {
      log.warn({ alias }, 'This config provider has no class and is left out');
    } else {
      providers.set(alias, await loadProvider(alias, className, { properties, plugins, log }));
    }
  }
  return providers;
}

function aliasesOf(properties: Properties): string[] {
  const aliases = properties['config.providers']?.split(',').map((alias) => alias.trim()) ?? [];
  return [...new Set(aliases)].filter((alias) => alias !== '');
}

async function loadProvider(
  alias: string,
  className: string,
  { properties, plugins, log }: ProviderSources,
): Promise<ConfigProvider> {
  const plugin = await plugins.configProvider(className);
  if (plugin === undefined) {
    const installed = plugins.list(['config_provider']).map((info) => info.className);
    throw invalidConfigValue({
      key: `config.providers.${alias}.class`,
      value: className,
      reason:
        'Could not load config provider class or one of its dependencies. ' +
        `Installed are: ${installed.join(', ')}`,
    });
  }
  const params = propertiesUnder(`config.providers.${alias}.param.`, properties);
  return namedInErrors(alias, plugin.createProvider(parseConfig(plugin.config, params), { alias, log }));
}

/** A provider whose failures name its alias and the path that was asked for. */
function namedInErrors(alias: string, provider: ConfigProvider): ConfigProvider {
  return {
    get: async (path, keys) => {
      try {
        return await provider.get(path, keys);
      } catch (cause) {
        const where = path === '' ? alias : `${alias}, path ${path}`;
        throw new ConfigError(`${(cause as Error).message} (config provider ${where})`, {
          code: 'CONFIG_PROVIDER_FAILED',
          cause,
        });
      }
    },
    close: () => provider.close?.(),
  };
}
