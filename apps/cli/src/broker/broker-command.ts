import type { DevBroker, DevBrokerOptions } from '@sluice/dev-broker';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stopOnSignal } from '../stop-on-signal.ts';
import { brokerUsage, parseBrokerArguments, type BrokerArguments } from './broker-arguments.ts';
import { readUsers } from './users-file.ts';

/** `sluice broker`: a dev broker in a process of its own. */
export async function broker(args: readonly string[]): Promise<void> {
  const parsed = readArguments(args);
  if (parsed === null) {
    process.stdout.write(brokerUsage);
    return;
  }
  try {
    const { startDevBroker } = await import('@sluice/dev-broker');
    const running = await startDevBroker(optionsOf(parsed));
    stopOnSignal(running);
    process.stdout.write(welcome(running, parsed));
  } catch (error) {
    process.stderr.write(`sluice broker cannot start: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

function readArguments(args: readonly string[]): BrokerArguments | null {
  try {
    return parseBrokerArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${brokerUsage}`);
    process.exit(1);
  }
}

function optionsOf(parsed: BrokerArguments): DevBrokerOptions {
  const { dataFolder, tls, usersFile, host, port, fsync, defaultPartitions, autoCreateTopics } = parsed;
  const read = (file: string): string => readFileSync(file, 'utf8');
  const write = (level: string) => (fields: object, message: string) =>
    void process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
  return {
    host,
    port,
    fsync,
    defaultPartitions,
    autoCreateTopics,
    dataDir: dataFolder === null ? null : resolve(dataFolder),
    tls:
      tls === null
        ? null
        : {
            key: read(tls.keyFile),
            cert: read(tls.certFile),
            ...(tls.caFile !== null && { ca: read(tls.caFile) }),
          },
    sasl: usersFile === null ? null : { users: readUsers(usersFile) },
    log: { info: () => undefined, warn: write('warn'), error: write('error') },
  };
}

function welcome({ bootstrapServers }: DevBroker, { dataFolder }: BrokerArguments): string {
  const kept = dataFolder === null ? 'in memory, and gone at the end' : resolve(dataFolder);
  return [
    `The broker is up after ${Math.round(performance.now())} ms. Stop it with Ctrl-C.`,
    '',
    `  Kafka      ${bootstrapServers}`,
    `  Data       ${kept}`,
    '',
    'It is for trying, development, tests and small set-ups of one machine: production runs on Apache Kafka.',
    '',
  ].join('\n');
}
