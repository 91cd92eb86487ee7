import { apiVersionsApi, errorCodes, type ResponseOf } from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { formatAddress, type BrokerAddress } from '../settings/bootstrap-servers.ts';
import { BrokerConnection } from './broker-connection.ts';
import { unreachable } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { openSocket } from './open-socket.ts';
import { logIn } from './sasl/session.ts';
import { SupportedVersions, type FinalizedFeatures } from './supported-versions.ts';

export interface ReadyConnection {
  readonly connection: BrokerConnection;
  readonly versions: SupportedVersions;
}

/** One attempt to connect. */
export interface OpenOptions extends ConnectionOptions {
  /** How long the socket may take, the TLS handshake included. */
  readonly setupTimeoutMs: number;
}

// Shown in the broker's metrics: letters, digits, dots and dashes only (KIP-511).
const software = { clientSoftwareName: 'sluice', clientSoftwareVersion: '0.1.0' };

/** Connects, learns which versions the broker speaks, and logs in. */
export async function openConnection(
  address: BrokerAddress,
  options: OpenOptions,
  signal: AbortSignal,
): Promise<ReadyConnection> {
  const { security, metrics } = options;
  try {
    const ready = await establish(address, options, signal);
    if (security.protocol !== 'PLAINTEXT') metrics.add('successful-authentication-total');
    return ready;
  } catch (error) {
    const isRefusal = error instanceof KafkaError && !error.retriable && security.protocol !== 'PLAINTEXT';
    if (isRefusal) metrics.add('failed-authentication-total');
    throw error;
  }
}

async function establish(
  address: BrokerAddress,
  options: OpenOptions,
  signal: AbortSignal,
): Promise<ReadyConnection> {
  const broker = formatAddress(address);
  const socket = await openSocket(address, { ...options, timeoutMs: options.setupTimeoutMs }, signal);
  const connection = new BrokerConnection(socket, broker, options);
  const onAbort = (): void => connection.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const told = await askVersions(connection, options.settings['request.timeout.ms']);
    const versions = new SupportedVersions(broker, told.apiKeys, featuresIn(told));
    const ready = { connection, versions };
    if (options.security.sasl !== null) await logIn(ready, options.security.sasl, options);
    return ready;
  } catch (cause) {
    connection.close();
    const reason = cause instanceof Error ? cause.message.replace(`Kafka at ${broker}: `, '') : String(cause);
    if (cause instanceof KafkaError && !cause.retriable) throw cause;
    throw unreachable({ broker, reason, remedy: options.remedy, cause });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function askVersions(
  connection: BrokerConnection,
  timeoutMs: number,
): Promise<ResponseOf<typeof apiVersionsApi>> {
  const ask = (version: number): Promise<ResponseOf<typeof apiVersionsApi>> =>
    connection.request(apiVersionsApi, version >= 3 ? software : {}, { version, timeoutMs });
  const first = await ask(apiVersionsApi.maxVersion);
  const answer = first.errorCode === errorCodes.UNSUPPORTED_VERSION ? await ask(olderVersion(first)) : first;
  if (answer.errorCode === errorCodes.NONE) return answer;
  const message = `Kafka at ${connection.broker} does not tell its versions`;
  throw new KafkaError(answer.errorCode, message, { broker: connection.broker });
}

function featuresIn({
  finalizedFeatures,
  finalizedFeaturesEpoch: epoch,
}: ResponseOf<typeof apiVersionsApi>): FinalizedFeatures {
  return {
    epoch,
    levels: new Map(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel])),
  };
}

/** The newest version that the broker named in its refusal; brokers before 2.4 name none. */
function olderVersion({ apiKeys }: ResponseOf<typeof apiVersionsApi>): number {
  return apiKeys.find(({ apiKey }) => apiKey === apiVersionsApi.key)?.maxVersion ?? 0;
}
