import { isIP, type Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { nodeTls } from './node-tls.ts';
import { secureContextOptions } from './secure-context-options.ts';
import type { TlsSettings } from './store-file.ts';

/** TLS as the settings of one client want it. Files are read when it is made. */
export class TlsContext {
  readonly #context: SecureContext;
  readonly #checksHost: boolean;

  /** @throws SettingsError */
  constructor(settings: TlsSettings) {
    this.#checksHost = checksHost(settings['ssl.endpoint.identification.algorithm']);
    this.#context = nodeTls().createSecureContext(secureContextOptions(settings));
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

/** @throws SettingsError */
export function checksHost(algorithm: string): boolean {
  if (algorithm === '') return false;
  if (algorithm.toLowerCase() === 'https') return true;
  const key = 'ssl.endpoint.identification.algorithm';
  throw new SettingsError([
    invalidValue(key, algorithm, 'Must be https, or empty for no check of host names'),
  ]);
}
