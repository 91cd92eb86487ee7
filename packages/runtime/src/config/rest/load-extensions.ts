import {
  parseConfig,
  type PluginLogger,
  type RestClusterState,
  type RestExtension,
} from '@sluice/connect-api';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';

/** An extension of the REST API that the worker's properties name. */
export interface ChosenRestExtension {
  readonly className: string;
  /** @throws ConfigError when it cannot do its work. */
  create(cluster: RestClusterState): Promise<RestExtension>;
}

/** What extensions are made from. */
export interface ExtensionSources {
  /** The worker's properties, references resolved. */
  readonly properties: Readonly<Record<string, string>>;
  readonly plugins: PluginRegistry;
  readonly log: PluginLogger;
}

/**
 * The extensions of these names, in their order.
 * @throws ConfigError for a name that none has.
 */
export async function loadRestExtensions(
  names: readonly string[],
  { properties, plugins, log }: ExtensionSources,
): Promise<ChosenRestExtension[]> {
  const chosen: ChosenRestExtension[] = [];
  for (const name of names) {
    const plugin = await plugins.restExtension(name);
    chosen.push({
      className: plugin.className,
      create: async (cluster) =>
        plugin.createExtension(parseConfig(plugin.config, properties), { cluster, properties, log }),
    });
  }
  return chosen;
}
