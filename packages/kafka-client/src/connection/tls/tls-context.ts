import { isIP, type Socket } from 'node:net';
import type { SecureContext, SecureVersion, TLSSocket } from 'node:tls';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { openSslCipher } from './cipher-suites.ts';
import { readClientIdentity } from './key-store.ts';
import { nodeTls } from './node-tls.ts';
import type { TlsSettings } from './store-file.ts';
import { readTrustedCertificates } from './trust-store.ts';

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** TLS as the settings of one client want it. Files are read when it is made. */
export class TlsContext {
  readonly #context: SecureContext;
  readonly #checksHost: boolean;

  /** @throws SettingsError */
  constructor(settings: TlsSettings) {
    this.#checksHost = checksHost(settings['ssl.endpoint.identification.algorithm']);
    const ca = readTrustedCertificates(settings);
    this.#context = nodeTls().createSecureContext({
      ...readClientIdentity(settings),
      ...(ca === null ? {} : { ca }),
      ...versionRange(settings),
      ...ciphers(settings['ssl.cipher.suites']),
    });
  }

  /** Speaks TLS over a connected socket; the handshake has only begun when this returns. */
  wrap(socket: Socket, host: string): TLSSocket {
    return nodeTls().connect({
      socket,
      host,
      // RFC 6066 knows no IP addresses there.
      servername: isIP(host) === 0 ? host : '',
      secureContext: this.#context,
      checkServerIdentity: (_name, certificate) =>
        this.#checksHost ? nodeTls().checkServerIdentity(host, certificate) : undefined,
    });
  }
}

function checksHost(algorithm: string): boolean {
  if (algorithm === '') return false;
  if (algorithm.toLowerCase() === 'https') return true;
  const key = 'ssl.endpoint.identification.algorithm';
  throw new SettingsError([
    invalidValue(key, algorithm, 'Must be https, or empty for no check of host names'),
  ]);
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
