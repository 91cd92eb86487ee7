import { readFile } from 'node:fs/promises';
import type { SecureContextOptions, SecureVersion } from 'node:tls';
import { ConfigError } from '@sluice/connect-api';
import type { TlsSettings } from '../config/settings.ts';

/** What Node needs to know for connections with TLS. */
export type TlsOptions = SecureContextOptions & {
  readonly rejectUnauthorized?: boolean;
  readonly checkServerIdentity?: () => undefined;
};

/** @throws ConfigError naming the key, when a file cannot be used. */
export async function readTlsOptions(tls: TlsSettings | null): Promise<TlsOptions> {
  if (tls === null) return {};
  const versions = [...tls.protocols].toSorted() as SecureVersion[];
  const [oldest] = versions;
  const newest = versions.at(-1);
  return {
    ...(oldest === undefined ? {} : { minVersion: oldest }),
    ...(newest === undefined ? {} : { maxVersion: newest }),
    ...(tls.ciphers === null ? {} : { ciphers: tls.ciphers.join(':') }),
    ...(await readKeyStore(tls)),
    ...(await readTrustStore(tls)),
    ...(tls.trustsAll ? { rejectUnauthorized: false } : {}),
    ...(tls.checksHost ? {} : { checkServerIdentity: () => undefined }),
  };
}

async function readKeyStore(tls: TlsSettings): Promise<TlsOptions> {
  if (tls.keyStore === null) return {};
  const bytes = await readStore('ssl.keystore.location', tls.keyStore);
  if (isPem(bytes)) {
    const passphrase = (tls.keyPassword ?? tls.keyStorePassword)?.reveal();
    return { cert: bytes, key: bytes, ...(passphrase === undefined ? {} : { passphrase }) };
  }
  const passphrase = tls.keyStorePassword?.reveal();
  return { pfx: bytes, ...(passphrase === undefined ? {} : { passphrase }) };
}

async function readTrustStore(tls: TlsSettings): Promise<TlsOptions> {
  if (tls.trustStore === null) return {};
  const key = 'ssl.truststore.location';
  const bytes = await readStore(key, tls.trustStore);
  if (isPem(bytes)) return { ca: bytes };
  throw unusable(
    key,
    `${tls.trustStore} is not in PEM format; export its certificates: keytool -exportcert -rfc`,
  );
}

async function readStore(key: string, file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw unusable(key, `${file} cannot be read: ${cause.message}`);
  });
  if (!bytes.subarray(0, 4).equals(javaKeyStoreMark)) return bytes;
  throw unusable(
    key,
    `${file} is a Java key store (JKS); convert it: keytool -importkeystore -deststoretype PKCS12`,
  );
}

const javaKeyStoreMark = Buffer.from('feedfeed', 'hex');

function isPem(bytes: Buffer): boolean {
  return bytes.includes('-----BEGIN ');
}

function unusable(key: string, reason: string): ConfigError {
  return new ConfigError(`The file of ${key} cannot be used: ${reason}`, {
    code: 'CONFIG_VALUE_INVALID',
    key,
  });
}
