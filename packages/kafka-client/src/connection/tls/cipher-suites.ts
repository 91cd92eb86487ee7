import { nodeTls } from './node-tls.ts';

const pattern = /^TLS_(?:(ECDHE|DHE)_(RSA|ECDSA)|RSA)_WITH_(.+)_(SHA|SHA256|SHA384)$/;

/** OpenSSL's name of a cipher suite that Java calls by its IANA name; `null` when it does not offer it. */
export function openSslCipher(name: string): string | null {
  const translated = translate(name);
  return nodeTls().getCiphers().includes(translated.toLowerCase()) ? translated : null;
}

function translate(name: string): string {
  const [, exchange, signature, cipher = '', hash = ''] = pattern.exec(name) ?? [];
  // The suites of TLS 1.3 have the same names everywhere.
  if (cipher === '') return name;
  const keys = exchange === undefined ? [] : [exchange, signature];
  return [...keys, ...cipherAndHash(cipher, hash)].join('-');
}

function cipherAndHash(cipher: string, hash: string): string[] {
  if (cipher === 'CHACHA20_POLY1305') return ['CHACHA20-POLY1305'];
  const short = cipher.replace(/^AES_(128|256)_CBC$/, 'AES$1').replace(/^AES_(128|256)_/, 'AES$1-');
  return [short, hash];
}
