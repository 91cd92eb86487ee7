import type { PluginPackage } from '../plugin-info.ts';
import { exportedPlugin } from '../plugin-kinds.ts';

/** Why each plugin of a package cannot be used, in the order of its manifest; `null` for one that can. */
export type ProbeAnswer = readonly (string | null)[];

/** Imports a package here, and compares what it exports with what its manifest promises. */
export async function reasonsOf({ name, moduleUrl, plugins }: PluginPackage): Promise<ProbeAnswer> {
  let module: object;
  try {
    module = (await import(moduleUrl)) as object;
  } catch (error) {
    const reason = `It cannot be loaded from ${name}: ${error instanceof Error ? error.message : String(error)}`;
    return plugins.map(() => reason);
  }
  return plugins.map((plugin) => {
    const exported = exportedPlugin(module, plugin);
    return typeof exported === 'string' ? `It is not what ${name} lists: ${exported}` : null;
  });
}
