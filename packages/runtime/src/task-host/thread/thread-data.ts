import type { PluginPackage } from '../../plugins/plugin-info.ts';

/** What a task thread is given when it starts. */
export interface ThreadData {
  /** The worker's properties with references resolved. */
  readonly workerProperties: Readonly<Record<string, string>>;
  readonly pluginPackages: readonly PluginPackage[];
  readonly logLevel: string;
  /** File descriptor that the worker's log is written to. */
  readonly logFd: number;
}
