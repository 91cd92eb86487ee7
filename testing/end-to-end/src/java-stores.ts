import { dirname, join } from 'node:path';
import {
  aptPackage,
  findJava,
  runProgram,
  type Certificates,
  type Properties,
} from '@sluice/testing-services';

/** Stores of keys and of trusted certificates as Java keeps them. */
export interface JavaStores {
  /** `ssl.…` without the prefix of a listener. */
  readonly properties: Properties;
  /** What nobody may see of them. */
  readonly secrets: readonly string[];
}

const keyPassword = 'key-store-secret';
const trustPassword = 'trust-store-secret';

/** Puts the pair of a server, and the authority that signed it, into stores of a folder. */
export async function makeJavaStores({ ca, server }: Certificates, folder: string): Promise<JavaStores> {
  const [keys, trusted] = [join(folder, 'keys.p12'), join(folder, 'trusted.p12')];
  await run(await aptPackage('openssl'), [
    ...['pkcs12', '-export', '-in', server, '-name', 'worker', '-out', keys],
    ...['-passout', `pass:${keyPassword}`],
  ]);
  const { command } = await findJava();
  await run(join(dirname(command), 'keytool'), [
    ...['-importcert', '-noprompt', '-alias', 'ca', '-file', ca, '-storetype', 'PKCS12'],
    ...['-keystore', trusted, '-storepass', trustPassword],
  ]);
  return {
    properties: {
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': keys,
      'ssl.keystore.password': keyPassword,
      'ssl.key.password': keyPassword,
      'ssl.truststore.type': 'PKCS12',
      'ssl.truststore.location': trusted,
      'ssl.truststore.password': trustPassword,
    },
    secrets: [keyPassword, trustPassword],
  };
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(command, args);
  if (exitCode !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
}
