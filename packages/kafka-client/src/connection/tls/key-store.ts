import type { SecureContextOptions } from 'node:tls';
import { hidden } from '../../settings/password.ts';
import { invalidValue, missingValue, SettingsError } from '../../settings/settings-error.ts';
import { nodeTls } from './node-tls.ts';
import { explain, readJavaStore } from './java-store.ts';
import { readStoreFile, refuseStore, type StoreFile, type TlsSettings } from './store-file.ts';

/** How a client shows who it is: key and chain, or a store with both. */
export type ClientIdentity = Pick<SecureContextOptions, 'cert' | 'key' | 'passphrase' | 'pfx'>;

/**
 * The key and certificate of the client; `null` when it has none.
 * @throws SettingsError
 */
export function readClientIdentity(settings: TlsSettings): ClientIdentity | null {
  const key = settings['ssl.keystore.key'];
  const chain = settings['ssl.keystore.certificate.chain'];
  if (key !== null || chain !== null) return inlineIdentity(settings);
  const file = readStoreFile(settings, 'keystore');
  if (file === null) return null;
  return { PEM: pemIdentity, PKCS12: pkcs12Identity, JKS: jksIdentity }[file.format](file, settings);
}

function inlineIdentity(settings: TlsSettings): ClientIdentity {
  const key = settings['ssl.keystore.key'];
  const chain = settings['ssl.keystore.certificate.chain'];
  const refuse = (rule: string): never => {
    throw new SettingsError([invalidValue('ssl.keystore.key', hidden, rule)]);
  };
  if (key === null) throw new SettingsError([missingValue('ssl.keystore.key')]);
  if (chain === null) throw new SettingsError([missingValue('ssl.keystore.certificate.chain')]);
  if (settings['ssl.keystore.location'] !== null) refuse('Give this or ssl.keystore.location, not both');
  if (settings['ssl.keystore.type'].toUpperCase() !== 'PEM') refuse('Set ssl.keystore.type=PEM');
  const identity = withPassphrase({ key: key.reveal(), cert: chain.reveal() }, settings);
  const problem = problemOf(identity);
  return problem === null ? identity : refuse(pemProblem(problem));
}

function pemIdentity({ path, content, password }: StoreFile, settings: TlsSettings): ClientIdentity {
  if (password !== null) {
    refuseStore('keystore', path, 'PEM has no password of its own; set ssl.key.password instead');
  }
  const identity = withPassphrase({ key: content, cert: content }, settings);
  const problem = problemOf(identity);
  return problem === null ? identity : refuseStore('keystore', path, pemProblem(problem));
}

function pkcs12Identity(file: StoreFile): ClientIdentity {
  if (file.password === null) {
    refuseStore('keystore', file.path, 'It cannot be opened without ssl.keystore.password');
  }
  const identity = { pfx: file.content, passphrase: file.password.reveal() };
  const problem = problemOf(identity);
  return problem === null ? identity : refuseStore('keystore', file.path, explain(problem, file));
}

function jksIdentity(file: StoreFile, settings: TlsSettings): ClientIdentity {
  const keyPassword = settings['ssl.key.password']?.reveal() ?? null;
  const entry = readJavaStore(file, keyPassword).find(({ key }) => key !== undefined);
  if (entry?.key === undefined || entry.cert === undefined) {
    return refuseStore('keystore', file.path, 'It has no private key');
  }
  return { key: entry.key, cert: entry.cert };
}

function withPassphrase(identity: ClientIdentity, settings: TlsSettings): ClientIdentity {
  const passphrase = settings['ssl.key.password']?.reveal();
  return passphrase === undefined ? identity : { ...identity, passphrase };
}

/** Why OpenSSL does not take it; `null` when it does. */
function problemOf(identity: ClientIdentity): Error | null {
  try {
    nodeTls().createSecureContext(identity);
    return null;
  } catch (error) {
    return error as Error;
  }
}

function pemProblem({ message }: Error): string {
  if (/bad decrypt|bad password|interrupted or cancelled|empty password|no password/i.test(message)) {
    return 'The private key cannot be decrypted; check ssl.key.password';
  }
  return `It needs a private key and its certificates in PEM format (${message})`;
}
