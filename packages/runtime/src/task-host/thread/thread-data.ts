import type { SetLevel } from '../../logging/loggers.ts';
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
  /** What was set of the levels of loggers since the worker began; nothing by default. */
  readonly logSettings?: readonly SetLevel[];
  /** File descriptor that the worker's log is written to. */
  readonly logFd: number;
  /** The memory budget of the worker. */
  readonly budget: SharedArrayBuffer;
  /** What it leaves behind when it dies. */
  readonly marks: SharedArrayBuffer;
}
