/** What went wrong with TLS, and whether trying again with nothing changed can help. */
export interface TlsFailure {
  readonly reason: string;
  readonly retriable: boolean;
}

const untrusted =
  'its certificate is not signed by an authority that is trusted; check ssl.truststore.location (or ssl.truststore.certificates)';
const refusedClient =
  'it refuses the certificate of this client; check ssl.keystore.location, and that the broker trusts its issuer';

// Versions of OpenSSL differ in what they put before the name of an alert.
const alertPrefix = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|SSL\/TLS)_ALERT_/;

const reasons: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  INVALID_CA: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed and not trusted; add it to the store in ssl.truststore.location',
  CERT_HAS_EXPIRED: 'its certificate, or that of an authority over it, has expired; it has to be renewed',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clocks of both machines',
  ALERT_CERTIFICATE_REQUIRED:
    'it wants a certificate from this client; set ssl.keystore.location (or ssl.keystore.key and ssl.keystore.certificate.chain)',
  ALERT_UNKNOWN_CA: refusedClient,
  ALERT_BAD_CERTIFICATE:
    'it has no use for the certificate of this client, or wants one; check ssl.keystore.location',
  ALERT_CERTIFICATE_UNKNOWN: refusedClient,
  ALERT_CERTIFICATE_EXPIRED:
    'it says that the certificate of this client has expired; renew what ssl.keystore.location holds',
  ALERT_HANDSHAKE_FAILURE:
    'it has no cipher suite or protocol in common with this client, or wants a certificate; check ssl.cipher.suites, ssl.enabled.protocols and ssl.keystore.location',
  ALERT_PROTOCOL_VERSION:
    'it does not speak the TLS versions of this client; check ssl.enabled.protocols and ssl.protocol',
  ERR_SSL_UNSUPPORTED_PROTOCOL:
    'it speaks none of the TLS versions of this client; check ssl.enabled.protocols and ssl.protocol',
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'no TLS version is enabled; check ssl.enabled.protocols and ssl.protocol',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not answer in TLS; check security.protocol and the port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not answer in TLS; check security.protocol and the port',
  ERR_SSL_HTTP_REQUEST: 'it answers in HTTP, not in TLS; check the port',
};

/** `null` for errors that are not about TLS, such as a lost connection. */
export function describeTlsError(error: unknown): TlsFailure | null {
  if (!(error instanceof Error)) return null;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return fatal(wrongHost(error));
  const known = reasons[code.replace(alertPrefix, 'ALERT_')];
  if (known !== undefined) return fatal(known);
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return fatal(`the TLS handshake failed: ${error.message}`);
  // OpenSSL's words for what is wrong with a certificate.
  if (/^[A-Z_]*CERT[A-Z_]*$/.test(code)) return fatal(`its certificate is refused: ${error.message}`);
  return null;
}

/** For a connection that ends in the middle of the handshake, which a broker under load may do, too. */
export const endedInHandshake: TlsFailure = {
  reason:
    'it closed the connection during the TLS handshake; if this is no listener with TLS, check security.protocol and the port',
  retriable: true,
};

function fatal(reason: string): TlsFailure {
  return { reason, retriable: false };
}

function wrongHost(error: Error): string {
  const { reason = error.message } = error as Error & { reason?: string };
  return (
    `its certificate is for another host (${reason}); use a name of the certificate in bootstrap.servers and advertised.listeners, ` +
    'or switch the check off by an empty ssl.endpoint.identification.algorithm'
  );
}
