import { ConnectError } from '@sluice/connect-api';
import { Admin, parseAdminSettings, worthWarning } from '@sluice/kafka-client';
import { workerAdminProperties, type AnyWorkerConfig, type WorkerLog } from '@sluice/runtime';

/**
 * Asks Kafka for the id of the cluster; empty when it has none.
 * @throws ConnectError when no broker answers in time or the settings are wrong.
 */
export async function lookUpClusterId({ properties }: AnyWorkerConfig, log: WorkerLog): Promise<string> {
  let admin: Admin | undefined;
  try {
    const { settings, ignoredKeys } = parseAdminSettings(workerAdminProperties(properties));
    const keys = worthWarning(ignoredKeys).filter((key) => key !== 'config.providers');
    if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
    admin = new Admin(settings, { log });
    const { clusterId } = await admin.describeCluster();
    return clusterId ?? '';
  } catch (error) {
    throw new ConnectError(
      "Failed to connect to and describe Kafka cluster. Check worker's broker connection and security properties. " +
        (error as Error).message,
      { code: 'KAFKA_UNREACHABLE', cause: error },
    );
  } finally {
    await admin?.close();
  }
}
