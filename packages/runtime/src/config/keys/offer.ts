import type { SubmittedConfig } from '../../herder/herder.ts';
import type { PluginRegistry } from '../../plugins/plugin-registry.ts';

/** What decides which values the keys of the framework can have. */
export interface Offer {
  readonly plugins: PluginRegistry;
  /** The worker's properties, for the converters of connectors that name none. */
  readonly worker: Readonly<Record<string, string>>;
  readonly config: SubmittedConfig;
  /** Where the connector lies: of the other plugins, those that lie there too come first. `null` for nowhere special. */
  readonly near: string | null;
}
