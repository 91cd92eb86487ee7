export const distributedUsage = 'Usage: ConnectDistributed worker.properties';

/** The worker file that the command line of `connect-distributed` names; `null` when only the usage can be shown. */
export function parseDistributedArguments(args: readonly string[]): string | null {
  const workerFile = args.find((arg) => arg !== '-daemon');
  return workerFile === undefined || args.includes('--help') ? null : workerFile;
}
