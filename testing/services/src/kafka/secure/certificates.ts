import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptPackage } from '../../packages/apt.ts';
import { runProgram } from '../../process/run-program.ts';

/** Files with certificates, all of one authority. */
export interface Certificates {
  /** The certificate of the authority, as PEM. */
  readonly ca: string;
  /** Key (PKCS#8) and certificate of the brokers, as PEM in one file; good for localhost and 127.0.0.1. */
  readonly server: string;
  /** Key and certificate of a client, as PEM in one file: its principal is `User:CN=client`. */
  readonly client: string;
  /** Makes a further pair in the same folder; returns its file. */
  issue(name: string, options?: IssueOptions): Promise<string>;
}

export interface IssueOptions {
  /** Default: localhost and 127.0.0.1. */
  readonly alternativeNames?: string;
  /** Default 30; a certificate of fewer than none has expired. */
  readonly validDays?: number;
}

const defaultValidDays = 30;

/** Makes an authority and the pairs it signed, in an existing folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const ca = join(folder, 'ca.pem');
  const caKey = join(folder, 'ca.key');
  await openssl(
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(defaultValidDays)],
    ['-keyout', caKey, '-out', ca, '-subj', '/CN=sluice-test-ca'],
  );
  const issue = (name: string, options: IssueOptions = {}): Promise<string> => {
    const { alternativeNames = 'DNS:localhost,IP:127.0.0.1', validDays = defaultValidDays } = options;
    return sign({ ca, caKey, folder, name, alternativeNames, validDays });
  };
  const [server, client] = await Promise.all([issue('server'), issue('client')]);
  return { ca, server, client, issue };
}

interface Signing extends Required<IssueOptions> {
  readonly ca: string;
  readonly caKey: string;
  readonly folder: string;
  readonly name: string;
}

async function sign({ ca, caKey, folder, name, ...options }: Signing): Promise<string> {
  const [key, request, certificate] = ['key', 'csr', 'crt'].map((ending) =>
    join(folder, `${name}.${ending}`),
  );
  const extensions = join(folder, `${name}.ext`);
  const usage = 'extendedKeyUsage=serverAuth,clientAuth';
  await writeFile(extensions, `subjectAltName=${options.alternativeNames}\n${usage}\n`);
  await openssl(
    ['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', request],
    ['-subj', `/CN=${name}`],
  );
  await openssl(
    ['x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-days', String(options.validDays)],
    ['-set_serial', String(Math.floor(Math.random() * 2 ** 40)), '-out', certificate, '-extfile', extensions],
  );
  const pair = join(folder, `${name}.pem`);
  const parts = await Promise.all([key, certificate].map((file = '') => readFile(file, 'utf8')));
  await writeFile(pair, parts.join(''));
  return pair;
}

async function openssl(...args: readonly (readonly (string | undefined)[])[]): Promise<void> {
  const words = args.flat().map((word) => word ?? '');
  const { exitCode, stderr } = await runProgram(await aptPackage('openssl'), words);
  if (exitCode !== 0) throw new Error(`openssl ${words.join(' ')} failed:\n${stderr}`);
}
