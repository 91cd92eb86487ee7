import type { PluginRegistry } from '../plugin-registry.ts';
import type { BrokenPlugin, PluginInfo } from '../plugin-info.ts';
import { probePackage } from './probe-package.ts';

/** What is asked between two packages: whether to go on. */
export interface ProbeOptions {
  readonly signal?: AbortSignal;
  /** Called for each plugin that turns out to be broken. */
  readonly onBroken: (broken: BrokenPlugin) => void;
}

/**
 * Tries to load every package that did not come with the worker, one after the other, and notes in the registry which
 * plugins are broken.
 */
export async function probePlugins(
  plugins: PluginRegistry,
  { signal, onBroken }: ProbeOptions,
): Promise<void> {
  for (const from of plugins.packages) {
    const { location } = from;
    if (location === null) continue;
    const reasons = await probePackage(from, signal === undefined ? {} : { signal });
    if (signal?.aborted === true) return;
    for (const [index, reason] of reasons.entries()) {
      if (reason === null) continue;
      const plugin = from.plugins[index] as PluginInfo;
      plugins.markBroken(from, plugin, reason);
      onBroken({ ...plugin, location, packageName: from.name, reason });
    }
  }
}
