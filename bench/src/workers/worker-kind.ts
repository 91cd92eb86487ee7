import type { Properties } from '@sluice/testing-services';

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/** A program that takes the arguments of Kafka's connect-standalone. */
export interface WorkerKind {
  readonly title: string;
  /**
   * What only this one needs in its properties; `folder` is its own.
   * @param javaPlugins - folders of jars that a Java worker is to have on its plugin.path beside the file connectors.
   */
  properties(folder: string, javaPlugins: readonly string[]): Promise<Properties>;
  command(propertiesFile: string, connectorFiles: readonly string[]): Promise<CommandLine>;
}
