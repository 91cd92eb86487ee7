import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '@sluice/connect-api';
import type { TlsSettings } from '../config/redis-settings.ts';

/** What Node needs to know for connections with TLS. @throws ConfigError naming the key, when a file cannot be used. */
export async function readTlsOptions(tls: TlsSettings): Promise<ConnectionOptions> {
  const passphrase = tls.keyPassword.reveal();
  return {
    ...(tls.authorityFile === '' ? {} : { ca: await readPem('redis.cacert', tls.authorityFile) }),
    ...(tls.keyFile === '' ? {} : { key: await readPem('redis.key.file', tls.keyFile) }),
    ...(tls.certificateFile === '' ? {} : { cert: await readPem('redis.key.cert', tls.certificateFile) }),
    ...(passphrase === '' ? {} : { passphrase }),
    ...(tls.verifiesPeer === 'none' ? { rejectUnauthorized: false } : {}),
    ...(tls.verifiesPeer === 'full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

async function readPem(key: string, file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw unusable(key, `${file} cannot be read: ${cause.message}`);
  });
  if (bytes.includes('-----BEGIN ')) return bytes;
  throw unusable(
    key,
    `${file} is not in PEM format; convert it: openssl pkcs12 -in ${file} -out file.pem -nodes`,
  );
}

function unusable(key: string, reason: string): ConfigError {
  return new ConfigError(`The file of ${key} cannot be used: ${reason}`, {
    code: 'CONFIG_VALUE_INVALID',
    key,
  });
}
