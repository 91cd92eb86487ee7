import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '@sluice/connect-api';

/** How much is to be believed of a server's certificate. */
export type TlsVerification = 'none' | 'chain' | 'full';

export interface TlsFiles {
  readonly verification: TlsVerification;
  /** Paths. */
  readonly authorities?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly keyPassword?: string | undefined;
  /** A PKCS #12 file with authorities. */
  readonly trustStore?: string | undefined;
  readonly trustStorePassword?: string | undefined;
}

/** The options of Node's TLS for these files. @throws ConfigError when one cannot be read. */
export function tlsOptions(files: TlsFiles): ConnectionOptions {
  const { verification, authorities, certificate, key, trustStore } = files;
  const options: ConnectionOptions = { rejectUnauthorized: verification !== 'none' };
  if (verification === 'chain') options.checkServerIdentity = () => undefined;
  if (authorities !== undefined) options.ca = readFile(authorities);
  if (certificate !== undefined) options.cert = readFile(certificate);
  if (key !== undefined) options.key = privateKey(readFile(key), files);
  if (trustStore !== undefined) {
    options.pfx = readFile(trustStore);
    if (files.trustStorePassword !== undefined) options.passphrase = files.trustStorePassword;
  }
  return options;
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ConfigError(`The file ${path} for TLS cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** As PEM: Java's drivers take PKCS #8 in DER too. */
function privateKey(content: Buffer, { key, keyPassword }: TlsFiles): string {
  const isPem = content.subarray(0, 5).toString('latin1') === '-----';
  try {
    const parsed = createPrivateKey({
      key: content,
      ...(isPem ? { format: 'pem' } : { format: 'der', type: 'pkcs8' }),
      ...(keyPassword === undefined ? {} : { passphrase: keyPassword }),
    });
    return parsed.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (cause) {
    throw new ConfigError(`The private key in ${key} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
