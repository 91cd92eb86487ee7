import { createRequire } from 'node:module';
import { refuseStore, type StoreFile } from './store-file.ts';

/** What stands under one alias, as PEM: a key with its chain, or a trusted certificate. */
export interface StoreEntry {
  readonly key?: string;
  readonly cert?: string;
  readonly ca?: string;
}

interface StoreReader {
  toPem(store: Buffer, storePassword: string, keyPassword?: string): Record<string, StoreEntry>;
}

const require = createRequire(import.meta.url);

/**
 * The entries of a store as Java's keytool writes them.
 * @throws SettingsError when the password is wrong or missing, or the store cannot be read.
 */
export function readJavaStore(file: StoreFile, keyPassword: string | null): StoreEntry[] {
  const { role, path, content, password } = file;
  if (password === null) refuseStore(role, path, `It cannot be opened without ssl.${role}.password`);
  const storePassword = password.reveal();
  try {
    // Loaded only for stores that Node cannot read by itself.
    const reader = require('jks-js') as StoreReader;
    return Object.values(reader.toPem(content, storePassword, keyPassword ?? storePassword));
  } catch (error) {
    return refuseStore(role, path, explain(error, file));
  }
}

/** Why a store could not be opened. */
export function explain(error: unknown, { role, path, format }: StoreFile): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/password|mac verify|MAC could not/i.test(reason)) {
    const keyToo = role === 'keystore' ? ' and ssl.key.password' : '';
    return `It cannot be opened: the password is wrong; check ssl.${role}.password${keyToo}`;
  }
  const command =
    `keytool -importkeystore -srckeystore ${path} -srcstoretype ${format} ` +
    `-destkeystore ${path}.p12 -deststoretype PKCS12`;
  return `It cannot be read (${reason}); convert it: ${command}`;
}
