import type { Properties } from '@sluice/testing-services';

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

export type WorkerMode = 'standalone' | 'distributed';

export interface WorkerFiles {
  readonly propertiesFile: string;
  /** None in distributed mode. */
  readonly connectorFiles: readonly string[];
}

/** Programs that take the arguments of Kafka's own two. */
export interface WorkerKind {
  readonly title: string;
  readonly runsOn: 'java' | 'node';
  /**
   * What only this one needs in its properties; `folder` is its own.
   * @param javaPlugins - folders of jars that a Java worker is to have on its plugin.path beside the file connectors.
   */
  properties(folder: string, javaPlugins: readonly string[]): Promise<Properties>;
  command(mode: WorkerMode, files: WorkerFiles): Promise<CommandLine>;
}
