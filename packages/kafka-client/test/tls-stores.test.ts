import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import {
  findJava,
  makeCertificates,
  makeTempFolder,
  runProgram,
  type Certificates,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TlsContext } from '../src/connection/tls/tls-context.ts';
import { parseAdminSettings } from '../src/settings/admin-settings.ts';
import type { ClientProperties } from '../src/settings/parse-settings.ts';
import { failureOf } from '../testing/secure-clients.ts';

let folder: TempFolder;
let certificates: Certificates;
let server: Server | undefined;
/** Common names of the certificates that clients have shown. */
let shown: (string | undefined)[];

beforeAll(async () => {
  folder = await makeTempFolder('tls-test');
  certificates = await makeCertificates(folder.path);
  await Promise.all(['JKS', 'PKCS12'].map(makeStores));
});
afterEach(() => server?.close());
afterAll(() => folder?.remove());

const file = (name: string): string => join(folder.path, name);

/** Stores as operators make them: with Java's keytool. */
async function makeStores(type: string): Promise<void> {
  const trust = ['-importcert', '-noprompt', '-alias', 'ca', '-file', certificates.ca, '-storetype', type];
  await keytool(...trust, '-keystore', file(`trust.${type}`), '-storepass', 'trust-secret');
  const dname = ['-genkeypair', '-alias', 'me', '-keyalg', 'RSA', '-dname', `CN=from-${type}`];
  const passwords = ['-storepass', 'key-secret', '-keypass', 'key-secret'];
  await keytool(...dname, '-storetype', type, '-keystore', file(`key.${type}`), ...passwords);
}

async function keytool(...args: readonly string[]): Promise<void> {
  const { command } = await findJava();
  const { exitCode, stdout, stderr } = await runProgram(join(dirname(command), 'keytool'), args);
  if (exitCode !== 0) throw new Error(`keytool ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

/** A server that shakes hands and hangs up; returns where it is. */
async function serve(pairFile: string, options: TlsOptions = {}): Promise<string> {
  const pair = readFileSync(pairFile);
  shown = [];
  server = createServer({ key: pair, cert: pair, ...options }, (socket) => {
    shown.push(String(socket.getPeerCertificate().subject?.CN));
    socket.on('error', () => undefined).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `localhost:${(server.address() as AddressInfo).port}`;
}

const asks: TlsOptions = { requestCert: true, rejectUnauthorized: false };
const tls = (bootstrapServers: string, more: ClientProperties): ClientProperties => ({
  'bootstrap.servers': bootstrapServers,
  'security.protocol': 'SSL',
  ...more,
});
const trusting = (more: ClientProperties = {}): ClientProperties => ({
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': certificates.ca,
  ...more,
});
const refusalOf = (more: ClientProperties): string => {
  const { settings } = parseAdminSettings({ 'bootstrap.servers': 'x:1', ...more });
  try {
    const { wrap } = new TlsContext(settings);
    return typeof wrap;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Whether the handshake went well: the server hangs up only then. */
async function shakesHands(properties: ClientProperties): Promise<boolean> {
  const { message } = await failureOf(properties);
  return message.includes('the connection was closed') && !message.includes('handshake');
}

describe('a trust store', () => {
  it.each([
    ['JKS', 'JKS'],
    ['PKCS12', 'PKCS12'],
    ['PKCS12', 'JKS'],
  ])('made by keytool in format %s opens as type %s', async (format, type) => {
    const server = await serve(certificates.server);
    const store = {
      'ssl.truststore.location': file(`trust.${format}`),
      'ssl.truststore.password': 'trust-secret',
      'ssl.truststore.type': type,
    };
    expect(await shakesHands(tls(server, store))).toBe(true);
  });

  it('may stand in the properties as PEM', async () => {
    const server = await serve(certificates.server);
    const ca = readFileSync(certificates.ca, 'utf8');
    const inline = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': ca };
    expect(await shakesHands(tls(server, inline))).toBe(true);
  });

  it('is refused with its setting, its file and what to do', () => {
    const garbage = file('garbage');
    writeFileSync(garbage, 'no store');
    const where = (path: string): string =>
      `Invalid value ${path} for configuration ssl.truststore.location: `;
    expect(refusalOf({ 'ssl.truststore.location': '/nowhere/trust.jks' })).toContain(
      `${where('/nowhere/trust.jks')}The file cannot be read: ENOENT`,
    );
    expect(refusalOf({ 'ssl.truststore.location': garbage })).toBe(
      `${where(garbage)}The file is no store in the format JKS, PKCS12 or PEM`,
    );
    expect(refusalOf({ 'ssl.truststore.location': certificates.ca })).toBe(
      `${where(certificates.ca)}The file is a store of type PEM; set ssl.truststore.type=PEM`,
    );
    expect(refusalOf({ 'ssl.truststore.location': file('trust.JKS') })).toContain(
      'It cannot be opened without ssl.truststore.password',
    );
    for (const type of ['JKS', 'PKCS12']) {
      const wrong = {
        'ssl.truststore.location': file(`trust.${type}`),
        'ssl.truststore.password': 'guessed',
      };
      expect(refusalOf(wrong)).toBe(
        `${where(file(`trust.${type}`))}It cannot be opened: the password is wrong; check ssl.truststore.password`,
      );
    }
  });

  it('that is damaged is refused with the command that makes it anew', () => {
    const damaged = file('damaged.jks');
    writeFileSync(damaged, readFileSync(file('trust.JKS')).fill(0xff, 8, 60));
    const more = { 'ssl.truststore.location': damaged, 'ssl.truststore.password': 'trust-secret' };
    expect(refusalOf(more)).toContain(
      `convert it: keytool -importkeystore -srckeystore ${damaged} -srcstoretype JKS -destkeystore ${damaged}.p12 -deststoretype PKCS12`,
    );
  });
});

describe('a key store', () => {
  it.each(['JKS', 'PKCS12'])('made by keytool in format %s is shown to the broker', async (format) => {
    const server = await serve(certificates.server, asks);
    const store = {
      'ssl.keystore.location': file(`key.${format}`),
      'ssl.keystore.password': 'key-secret',
      'ssl.key.password': 'key-secret',
    };
    expect(await shakesHands(tls(server, trusting(store)))).toBe(true);
    expect(shown).toEqual([`from-${format}`]);
  });

  it('may stand in the properties as PEM, its key encrypted', async () => {
    const server = await serve(certificates.server, asks);
    const { createPrivateKey } = await import('node:crypto');
    const pair = readFileSync(certificates.client, 'utf8');
    const key = createPrivateKey(pair).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'pem-secret',
    });
    const inline = {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': String(key),
      'ssl.keystore.certificate.chain': pair.slice(pair.indexOf('-----BEGIN CERTIFICATE')),
    };
    const good = trusting({ ...inline, 'ssl.key.password': 'pem-secret' });
    expect(await shakesHands(tls(server, good))).toBe(true);
    expect(shown).toEqual(['client']);
    expect(refusalOf({ ...inline, 'ssl.key.password': 'guessed' })).toBe(
      'Invalid value [hidden] for configuration ssl.keystore.key: The private key cannot be decrypted; check ssl.key.password',
    );
  });

  it.each(['JKS', 'PKCS12'])('in format %s is refused with a wrong password', (format) => {
    const wrong = { 'ssl.keystore.location': file(`key.${format}`), 'ssl.keystore.password': 'guessed' };
    expect(refusalOf(wrong)).toContain(
      'It cannot be opened: the password is wrong; check ssl.keystore.password and ssl.key.password',
    );
  });
});

describe('a certificate of the broker', () => {
  it('that has expired is refused for good', async () => {
    const server = await serve(await certificates.issue('expired', { validDays: -1 }));
    expect(await failureOf(tls(server, trusting()))).toMatchObject({
      message: expect.stringContaining(
        `Kafka at ${server}: its certificate, or that of an authority over it, has expired`,
      ) as string,
      retriable: false,
    });
  });

  it('that is made out to another host is refused, unless hosts are not to be checked', async () => {
    const server = await serve(
      await certificates.issue('elsewhere', { alternativeNames: 'DNS:elsewhere.example' }),
    );
    const failure = await failureOf(tls(server, trusting()));
    expect(failure.message).toMatch(
      /^Kafka at localhost:\d+: its certificate is for another host \(.*DNS:elsewhere.example.*\); use a name/,
    );
    expect(failure.message).toContain('ssl.endpoint.identification.algorithm');
    expect(failure.retriable).toBe(false);
    const unchecked = trusting({ 'ssl.endpoint.identification.algorithm': '' });
    expect(await shakesHands(tls(server, unchecked))).toBe(true);
  });

  it('that it signed itself is refused', async () => {
    const store = file('key.PKCS12');
    server = createServer({ pfx: readFileSync(store), passphrase: 'key-secret' }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const place = `localhost:${(server.address() as AddressInfo).port}`;
    const failure = await failureOf(tls(place, trusting()));
    expect(failure.message).toMatch(
      /self-signed and not trusted; add it to the store in ssl.truststore.location/,
    );
    expect(failure.retriable).toBe(false);
  });
});

describe('versions and cipher suites', () => {
  it('are agreed on by the names that Java has for them', async () => {
    const server = await serve(certificates.server, {
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES256-GCM-SHA384',
    });
    const suites = (names: string): ClientProperties => tls(server, trusting({ 'ssl.cipher.suites': names }));
    expect(await shakesHands(suites('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'))).toBe(true);
    const other = await failureOf(suites('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'));
    expect(other.message).toContain('check ssl.cipher.suites');
    const newer = await failureOf(tls(server, trusting({ 'ssl.enabled.protocols': 'TLSv1.3' })));
    expect(newer.message).toContain('check ssl.enabled.protocols');
    expect(newer.retriable).toBe(false);
  });

  it('are refused when they are not known', () => {
    expect(refusalOf({ 'ssl.cipher.suites': 'TLS_RSA_WITH_NOTHING' })).toContain(
      'for configuration ssl.cipher.suites: The OpenSSL of this Node has no cipher suite TLS_RSA_WITH_NOTHING',
    );
    expect(refusalOf({ 'ssl.enabled.protocols': 'SSLv3' })).toContain(
      'ssl.enabled.protocols: Must be one of',
    );
    expect(refusalOf({ 'ssl.enabled.protocols': 'TLSv1.3', 'ssl.protocol': 'TLSv1.2' })).toContain(
      'None of ssl.enabled.protocols is left with ssl.protocol=TLSv1.2',
    );
  });
});
