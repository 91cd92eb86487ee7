import type { SecureContextOptions, SecureVersion } from 'node:tls';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { openSslCipher } from './cipher-suites.ts';
import { readClientIdentity } from './key-store.ts';
import type { TlsSettings } from './store-file.ts';
import { readTrustedCertificates } from './trust-store.ts';

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * The keys, trusted certificates, versions and cipher suites that settings ask for, as Node wants to have them: for
 * clients and for servers. Reads the files that the settings name.
 * @throws SettingsError
 */
export function secureContextOptions(settings: TlsSettings): SecureContextOptions {
  const ca = readTrustedCertificates(settings);
  return {
    ...readClientIdentity(settings),
    ...(ca === null ? {} : { ca }),
    ...versionRange(settings),
    ...ciphers(settings['ssl.cipher.suites']),
  };
}

function versionRange(settings: TlsSettings): { minVersion: SecureVersion; maxVersion: SecureVersion } {
  const enabled = settings['ssl.enabled.protocols'].map((name) => versionOf('ssl.enabled.protocols', name));
  // TLS stands for the newest there is; what ssl.protocol does not know is not used though it be enabled.
  const protocol = settings['ssl.protocol'];
  const newest = protocol === 'TLS' ? versions.length - 1 : versionOf('ssl.protocol', protocol);
  const usable = enabled.filter((version) => version <= newest);
  const minVersion = versions[Math.min(...usable)];
  const maxVersion = versions[Math.max(...usable)];
  if (minVersion !== undefined && maxVersion !== undefined) return { minVersion, maxVersion };
  const rule = `None of ssl.enabled.protocols is left with ssl.protocol=${protocol}`;
  throw new SettingsError([
    invalidValue('ssl.enabled.protocols', settings['ssl.enabled.protocols'].join(), rule),
  ]);
}

function versionOf(key: string, name: string): number {
  const index = versions.indexOf(name as SecureVersion);
  if (index >= 0) return index;
  throw new SettingsError([invalidValue(key, name, `Must be one of: ${versions.join(', ')}`)]);
}

function ciphers(names: readonly string[]): { ciphers?: string } {
  if (names.length === 0) return {};
  const translated = names.map((name) => {
    const cipher = openSslCipher(name);
    if (cipher !== null) return cipher;
    const rule = `The OpenSSL of this Node has no cipher suite ${name}`;
    throw new SettingsError([invalidValue('ssl.cipher.suites', names.join(), rule)]);
  });
  return { ciphers: translated.join(':') };
}
