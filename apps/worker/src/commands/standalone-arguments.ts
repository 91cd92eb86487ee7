/** How a Java worker spells its usage line; scripts may look for it. */
export const standaloneUsage =
  'Usage: ConnectStandalone worker.properties [connector1.properties connector2.json ...]';

/** What the command line of `connect-standalone` asks for; `null` when only the usage can be shown. */
export interface StandaloneArguments {
  /** Empty for an empty configuration. */
  readonly workerFile: string;
  readonly connectorFiles: readonly string[];
}

/** Reads the arguments; `-daemon` is what the shell wrapper of Kafka takes, and means nothing here. */
export function parseStandaloneArguments(args: readonly string[]): StandaloneArguments | null {
  const [workerFile, ...connectorFiles] = args.filter((arg) => arg !== '-daemon');
  if (workerFile === undefined || args.includes('--help')) return null;
  return { workerFile, connectorFiles };
}
