import { Admin } from '../src/admin/admin.ts';
import type { KafkaError } from '../src/errors/kafka-error.ts';
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

/** Asks for the id of the cluster; rejects with what the first attempt to connect says. */
export async function tryOut(properties: ClientProperties): Promise<string | null> {
  const admin = new Admin(parseAdminSettings({ 'default.api.timeout.ms': '0', ...properties }).settings);
  try {
    return (await admin.describeCluster()).clusterId;
  } finally {
    await admin.close();
  }
}

/** What is said when it must not succeed, and whether waiting may help. */
export async function failureOf(
  properties: ClientProperties,
): Promise<Pick<KafkaError, 'message' | 'retriable'>> {
  const outcome: unknown = await tryOut(properties).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) throw new Error('it connected');
  return outcome as KafkaError;
}
