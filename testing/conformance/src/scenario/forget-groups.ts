import { Admin, KafkaError, parseAdminSettings } from '@sluice/kafka-client';

/** Removes the groups of sinks that another worker has left behind in the same Kafka. */
export async function forgetGroups(bootstrapServers: string): Promise<void> {
  const admin = new Admin(parseAdminSettings({ 'bootstrap.servers': bootstrapServers }).settings);
  try {
    for (const [, result] of await admin.groups.delete(['a', 'b', 'so'].map((name) => `connect-${name}`))) {
      if (result instanceof KafkaError && !result.is('GROUP_ID_NOT_FOUND')) throw result;
    }
  } finally {
    await admin.close();
  }
}
