import { parseArgs } from 'node:util';
import { parsePort } from '../port-argument.ts';

export interface DevArguments {
  /** Connector files; none runs the example. */
  readonly connectorFiles: readonly string[];
  /** Where topics, offsets and the log are kept. */
  readonly dataFolder: string;
  /** Topics are gone at the end. */
  readonly inMemory: boolean;
  readonly kafkaPort: number;
  readonly restPort: number;
}

/** Where `sluice dev` keeps its data, seen from where it is started. */
export const defaultDataFolder = '.sluice/dev';

export const devUsage = `Usage: sluice dev [options] [CONNECTOR ...]

A Kafka for development and a Connect worker in one process. CONNECTOR is a properties or JSON file;
without any, logs and metrics of this machine go through topics into files and a SQLite table.

Options:
  --data DIR         where topics, offsets and the log are kept (.sluice/dev)
  --memory           keep topics in memory only
  --kafka-port PORT  where Kafka clients connect (9092; 0 for any free port)
  --rest-port PORT   where the REST API answers (8083; 0 for any free port)
`;

/**
 * Reads the arguments of `sluice dev`; `null` when they ask for the usage.
 * @throws Error naming an option that does not exist or a port that is none.
 */
export function parseDevArguments(args: readonly string[]): DevArguments | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: 'string', default: defaultDataFolder },
      memory: { type: 'boolean', default: false },
      'kafka-port': { type: 'string', default: '9092' },
      'rest-port': { type: 'string', default: '8083' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    connectorFiles: positionals,
    dataFolder: values.data,
    inMemory: values.memory,
    kafkaPort: parsePort('--kafka-port', values['kafka-port']),
    restPort: parsePort('--rest-port', values['rest-port']),
  };
}
