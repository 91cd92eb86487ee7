import { readFileSync } from 'node:fs';
import type { ClientSettings } from '../../settings/client-settings.ts';
import type { Password } from '../../settings/password.ts';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';

export type TlsSettings = Pick<ClientSettings, Extract<keyof ClientSettings, `ssl.${string}`>>;
export type StoreRole = 'truststore' | 'keystore';
export type StoreFormat = 'PEM' | 'PKCS12' | 'JKS';

/** A file with keys or certificates, and the settings that named it. */
export interface StoreFile {
  readonly role: StoreRole;
  readonly path: string;
  readonly content: Buffer;
  readonly format: StoreFormat;
  readonly password: Password | null;
}

/** @throws SettingsError that names the setting, the file and the reason. */
export function refuseStore(role: StoreRole, path: string, reason: string): never {
  throw new SettingsError([invalidValue(`ssl.${role}.location`, path, reason)]);
}

/**
 * Reads the store of a role, `null` when none is named.
 * @throws SettingsError
 */
export function readStoreFile(settings: TlsSettings, role: StoreRole): StoreFile | null {
  const path = settings[`ssl.${role}.location`];
  if (path === null) return null;
  const type = settings[`ssl.${role}.type`];
  const content = readContent(role, path);
  const format = formatOf(content);
  if (format === null) {
    refuseStore(role, path, 'The file is no store in the format JKS, PKCS12 or PEM');
  }
  // As in Java, a store of type JKS may be in either format.
  const fits = format === type.toUpperCase() || (type.toUpperCase() === 'JKS' && format === 'PKCS12');
  if (!fits)
    refuseStore(role, path, `The file is a store of type ${format}; ${remedyOf(role, format, type)}`);
  return { role, path, content, format, password: settings[`ssl.${role}.password`] };
}

function readContent(role: StoreRole, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    return refuseStore(role, path, `The file cannot be read: ${(error as Error).message}`);
  }
}

function formatOf(content: Buffer): StoreFormat | null {
  if (content.length >= 4 && content.readUInt32BE(0) === 0xfeed_feed) return 'JKS';
  if (content[0] === 0x30) return 'PKCS12';
  return content.includes('-----BEGIN ') ? 'PEM' : null;
}

function remedyOf(role: StoreRole, format: StoreFormat, type: string): string {
  const known = ['JKS', 'PKCS12', 'PEM'].includes(type.toUpperCase());
  const note = known ? '' : `the type ${type} is not known; `;
  return `${note}set ssl.${role}.type=${format}`;
}
