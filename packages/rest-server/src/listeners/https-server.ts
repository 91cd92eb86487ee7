import type { ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { ConfigError } from '@sluice/connect-api';
import type { RestTls } from '@sluice/runtime';
import type { FastifyInstance } from 'fastify';
import { formatListener, type Listener } from './listener.ts';

/** What a listener needs to speak HTTPS. */
export type ListenerTls = Pick<RestTls, 'context' | 'clientAuth'>;

/** How the settings for its keys begin, for the message. */
export type TlsKeyPrefix = 'listeners.https.' | 'admin.listeners.https.';

/**
 * @throws ConfigError where the listener would have no certificate to show.
 */
export function httpsOptions(
  listener: Listener,
  tls: ListenerTls | null,
  prefix: TlsKeyPrefix,
): ServerOptions {
  const context = tls?.context ?? {};
  if (context.key === undefined && context.pfx === undefined) {
    const key = `${prefix}ssl.keystore.location`;
    throw new ConfigError(
      `Listener ${formatListener(listener)} has no certificate to show: set ${key}, or ssl.keystore.location, to a key store with its certificate and private key`,
      { code: 'CONFIG_VALUE_INVALID', key },
    );
  }
  const clientAuth = tls?.clientAuth ?? 'none';
  return {
    ...context,
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
  };
}

/** A client need not show a certificate where one is only requested, but one that is shown has to be good. */
export function refuseBadCertificates({ server }: FastifyInstance): void {
  server.on('secureConnection', (socket: TLSSocket) => {
    if (!socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0) socket.destroy();
  });
}
