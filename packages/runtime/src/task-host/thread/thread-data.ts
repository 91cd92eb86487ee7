import type { PluginPackage } from '../../plugins/plugin-info.ts';
import type { ClusterSettings } from '../../work/cluster-settings.ts';

/** What a task thread is given when it starts. */
export interface ThreadData {
  /** The worker's properties with references resolved. */
  readonly workerProperties: Readonly<Record<string, string>>;
  /** `null` for a worker that stands alone. */
  readonly cluster: ClusterSettings | null;
  readonly pluginPackages: readonly PluginPackage[];
  readonly logLevel: string;
  /** File descriptor that the worker's log is written to. */
  readonly logFd: number;
}
