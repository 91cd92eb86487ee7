import { Cluster } from '../src/cluster/cluster.ts';
import { KafkaError } from '../src/errors/kafka-error.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';

const modules = 'org.apache.kafka.common.security';
const loginModules: Readonly<Record<string, string>> = {
  PLAIN: `${modules}.plain.PlainLoginModule`,
  'SCRAM-SHA-256': `${modules}.scram.ScramLoginModule`,
  'SCRAM-SHA-512': `${modules}.scram.ScramLoginModule`,
  OAUTHBEARER: `${modules}.oauthbearer.OAuthBearerLoginModule`,
};

/** The properties of a login, with the options of its module. */
export function login(mechanism: string, options: Readonly<Record<string, string>>): ClientProperties {
  const words = Object.entries(options).map(
    ([key, value]) => ` ${key}="${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
  );
  return {
    'sasl.mechanism': mechanism,
    'sasl.jaas.config': `${loginModules[mechanism]} required${words.join('')};`,
  };
}

/** Connects once; rejects with what is said when that fails. */
export async function tryOut(properties: ClientProperties): Promise<void> {
  const { settings } = parseAdminSettings(properties);
  const cluster = new Cluster({ settings, metricGroup: 'test-metrics', allowAutoTopicCreation: false });
  try {
    await cluster.refresh();
  } finally {
    cluster.close();
  }
}

/** What is said when it must not succeed, and whether waiting may help. */
export async function failureOf(properties: ClientProperties): Promise<KafkaError> {
  const outcome: unknown = await tryOut(properties).catch((error: unknown) => error);
  if (outcome instanceof KafkaError) return outcome;
  throw outcome instanceof Error ? outcome : new Error('it connected');
}
