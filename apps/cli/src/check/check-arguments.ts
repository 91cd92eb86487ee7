import { parseArgs } from 'node:util';

export interface CheckArguments {
  readonly connectorFiles: readonly string[];
  /** The address of the worker that is asked. */
  readonly workerUrl: string;
}

export const checkUsage = `Usage: sluice check [options] CONNECTOR ...

A dry run: has a worker check the configuration of connectors, and look at the systems that they name. Nothing is
created or changed. CONNECTOR is a properties or JSON file. Ends with 1 when something stands in the way.

Options:
  --worker URL  the REST API of the worker (http://localhost:8083)
`;

/**
 * Reads the arguments of `sluice check`; `null` when they ask for the usage.
 * @throws Error naming an option that does not exist, or saying that there is no file.
 */
export function parseCheckArguments(args: readonly string[]): CheckArguments | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      worker: { type: 'string', default: 'http://localhost:8083' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (positionals.length === 0) throw new Error('There is no connector file to check.');
  return { connectorFiles: positionals, workerUrl: values.worker };
}
