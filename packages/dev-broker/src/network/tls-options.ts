import type { TlsOptions } from 'node:tls';
import type { TlsListening } from '../dev-broker-options.ts';

export function tlsOptionsOf({ key, cert, ca, requiresClientCertificate }: TlsListening): TlsOptions {
  if (ca === undefined) return { key, cert };
  return { key, cert, ca, requestCert: true, rejectUnauthorized: requiresClientCertificate ?? true };
}
