import { apiVersionsApi, errorCodes, type ResponseOf } from '@sluice/kafka-protocol';
import { KafkaError } from '../errors/kafka-error.ts';
import { formatAddress, type BrokerAddress } from '../settings/bootstrap-servers.ts';
import { BrokerConnection } from './broker-connection.ts';
import { unreachable } from './connection-error.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { openSocket } from './open-socket.ts';
import { SupportedVersions, type FinalizedFeatures } from './supported-versions.ts';

export interface ReadyConnection {
  readonly connection: BrokerConnection;
  readonly versions: SupportedVersions;
}

// Shown in the broker's metrics: letters, digits, dots and dashes only (KIP-511).
const software = { clientSoftwareName: 'sluice', clientSoftwareVersion: '0.1.0' };

/** Connects and learns which versions the broker speaks. */
export async function openConnection(
  address: BrokerAddress,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<ReadyConnection> {
  const broker = formatAddress(address);
  const socket = await openSocket(address, options, signal);
  const connection = new BrokerConnection(socket, broker, options.settings);
  const onAbort = (): void => connection.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const told = await askVersions(connection, options.settings['request.timeout.ms']);
    return { connection, versions: new SupportedVersions(broker, told.apiKeys, featuresIn(told)) };
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
