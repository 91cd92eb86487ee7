import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@sluice/connect-api';
import { javaSystemProperties, parseLoginConfiguration, type LoginModule } from '@sluice/runtime';

const fileProperty = 'java.security.auth.login.config';

/** The entry that Connect looks for. */
export const entryName = 'KafkaConnect';

/**
 * The modules of the entry for Connect in the JAAS file that the environment names as for Java, with
 * `-Djava.security.auth.login.config=…` in `KAFKA_OPTS`; `null` where there is no such file, or entry.
 * @throws ConfigError when the file cannot be read.
 */
export async function readLoginModules(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly LoginModule[] | null> {
  const given = javaSystemProperties(environment);
  // With two equals signs Java reads this file and no other; there is no other here.
  const named = given.get(fileProperty)?.replace(/^=/, '') ?? '';
  if (named === '') return null;
  const path = named.startsWith('file:') ? fileURLToPath(named) : named;
  const properties = new Map([...javaDefaults(), ...given]);
  try {
    const text = readFileSync(path, 'utf8');
    const entries = await parseLoginConfiguration(text, (name) => properties.get(name));
    return entries.get(entryName) ?? null;
  } catch (cause) {
    throw new ConfigError(`${path}, named by ${fileProperty}: ${(cause as Error).message}`, {
      code: 'CONFIG_VALUE_INVALID',
      cause,
    });
  }
}

/** What values of a JAAS file usually refer to. */
function javaDefaults(): [string, string][] {
  return [
    ['user.home', homedir()],
    ['user.dir', process.cwd()],
    ['java.io.tmpdir', tmpdir()],
    ['/', '/'],
  ];
}
