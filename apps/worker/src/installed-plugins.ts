import { PluginRegistry, probePlugins, scanPluginPath, type WorkerLog } from '@sluice/runtime';
import { stockPluginPackages } from './stock-plugins.ts';

/**
 * The plugins that come with every worker, and those in `plugin.path`. What cannot be used is logged with the reason;
 * nothing of it keeps a worker from starting.
 * @param properties - as the user wrote them: references in `plugin.path` are not resolved, since config providers may
 * come from there.
 */
export function installedPlugins(
  properties: Readonly<Record<string, string>>,
  log: WorkerLog,
): PluginRegistry {
  const { packages, broken, missing } = scanPluginPath(pluginPathOf(properties));
  const plugins = new PluginRegistry([...stockPluginPackages(), ...packages], { broken });
  for (const path of missing)
    log.warn({ path }, 'plugin.path names a folder that cannot be read; it is left out');
  for (const one of plugins.broken()) log.warn(one, brokenMessage);
  for (const shared of plugins.sharedAliases()) {
    log.info(shared, 'Several plugins share an alias, so that it means none of them; use their class names');
  }
  for (const { name, location, plugins: added } of packages) {
    log.info({ package: name, location, plugins: added }, 'Found plugins');
  }
  return plugins;
}

const brokenMessage = 'A plugin cannot be used; everything else can';

/** The elements of `plugin.path`. */
export function pluginPathOf(properties: Readonly<Record<string, string>>): string[] {
  const elements = (properties['plugin.path'] ?? '').split(',').map((element) => element.trim());
  return elements.filter((element) => element !== '');
}

/** Tries in the background to load what is in `plugin.path`, and logs what cannot be. The result ends it. */
export function probeInBackground(plugins: PluginRegistry, log: WorkerLog): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const probing = probePlugins(plugins, { signal, onBroken: (broken) => log.warn(broken, brokenMessage) });
  const ended = probing.catch((error: unknown) => log.error({ err: error }, 'Plugins could not be tried'));
  return async () => {
    ending.abort();
    await ended;
  };
}
