import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who may use the REST API of a worker with BasicAuthSecurityRestExtension. */
export interface RestLogin {
  readonly user: string;
  readonly password: string;
}

const loginModule = 'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';

/** Writes a JAAS file and the credentials it names; returns the option by which a JVM finds it. */
export async function loginOption(folder: string, { user, password }: RestLogin): Promise<string> {
  const credentials = join(folder, 'credentials.properties');
  const jaas = join(folder, 'jaas.conf');
  await writeFile(credentials, `${user}=${password}\n`);
  await writeFile(jaas, `KafkaConnect {\n  ${loginModule} required\n  file="${credentials}";\n};\n`);
  return `-Djava.security.auth.login.config=${jaas}`;
}

/** The headers of a request by this user, none for nobody. */
export function loginHeaders(login: RestLogin | undefined): Record<string, string> {
  if (login === undefined) return {};
  const text = Buffer.from(`${login.user}:${login.password}`).toString('base64');
  return { authorization: `Basic ${text}` };
}

/** Whether a worker is ready for requests. */
export async function isHealthy(url: string, login: RestLogin | undefined): Promise<boolean> {
  return (await fetch(`${url}/health`, { headers: loginHeaders(login) })).ok;
}
