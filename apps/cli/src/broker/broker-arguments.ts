import { parseArgs } from 'node:util';
import { parsePort } from '../port-argument.ts';

export interface BrokerArguments {
  /** Null keeps everything in memory. */
  readonly dataFolder: string | null;
  readonly host: string;
  readonly port: number;
  readonly fsync: 'never' | 'always' | number;
  readonly defaultPartitions: number;
  readonly autoCreateTopics: boolean;
  /** Files in PEM; null where connections are in plain text. */
  readonly tls: {
    readonly keyFile: string;
    readonly certFile: string;
    readonly caFile: string | null;
  } | null;
  /** A properties file with a password for each user; null where nobody has to show who they are. */
  readonly usersFile: string | null;
}

export const brokerUsage = `Usage: sluice broker [options]

A Kafka of one node: for trying, development, tests and small set-ups of one machine. Production runs on Apache Kafka.

Options:
  --data DIR          where everything is kept (.sluice/broker)
  --memory            keep everything in memory only
  --host HOST         the address to listen on (127.0.0.1)
  --port PORT         where Kafka clients connect (9092; 0 for any free port)
  --fsync WHEN        never (survives the end of the process), always (a power cut too), or after so many
                      milliseconds (never)
  --partitions N      of a topic for which nobody says how many (1)
  --no-auto-create    refuse topics that nobody created
  --tls-key FILE      have clients connect with TLS: the private key, in PEM
  --tls-cert FILE     and the certificate
  --tls-ca FILE       and have clients show a certificate of this authority
  --users FILE        have clients show who they are, with SASL: a properties file of users and passwords
`;

/**
 * Reads the arguments of `sluice broker`; `null` when they ask for the usage.
 * @throws Error naming what is wrong.
 */
export function parseBrokerArguments(args: readonly string[]): BrokerArguments | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: '.sluice/broker' },
      memory: { type: 'boolean', default: false },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '9092' },
      fsync: { type: 'string', default: 'never' },
      partitions: { type: 'string', default: '1' },
      'no-auto-create': { type: 'boolean', default: false },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-ca': { type: 'string' },
      users: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    dataFolder: values.memory ? null : values.data,
    host: values.host,
    port: parsePort('--port', values.port),
    fsync: parseFsync(values.fsync),
    defaultPartitions: parseCount('--partitions', values.partitions),
    autoCreateTopics: !values['no-auto-create'],
    tls: tlsOf({ keyFile: values['tls-key'], certFile: values['tls-cert'], caFile: values['tls-ca'] }),
    usersFile: values.users ?? null,
  };
}

function tlsOf(files: {
  keyFile: string | undefined;
  certFile: string | undefined;
  caFile: string | undefined;
}): BrokerArguments['tls'] {
  const { keyFile, certFile, caFile } = files;
  if (keyFile === undefined && certFile === undefined && caFile === undefined) return null;
  if (keyFile !== undefined && certFile !== undefined) return { keyFile, certFile, caFile: caFile ?? null };
  throw new Error('TLS needs both --tls-key and --tls-cert');
}

function parseFsync(text: string): BrokerArguments['fsync'] {
  if (text === 'never' || text === 'always') return text;
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new Error(`--fsync must be never, always or a number of milliseconds, not "${text}"`);
}

function parseCount(option: string, text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new Error(`${option} must be a number above 0, not "${text}"`);
}
