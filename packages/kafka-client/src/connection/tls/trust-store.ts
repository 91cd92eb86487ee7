import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { hidden } from '../../settings/password.ts';
import { readJavaStore } from './java-store.ts';
import { readStoreFile, refuseStore, type StoreFile, type TlsSettings } from './store-file.ts';

const certificatePattern =
  /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/**
 * The certificates that are trusted, as PEM; `null` for those that Node knows.
 * @throws SettingsError
 */
export function readTrustedCertificates(settings: TlsSettings): string[] | null {
  const inline = settings['ssl.truststore.certificates'];
  if (inline !== null) return inlineCertificates(settings, inline.reveal());
  const file = readStoreFile(settings, 'truststore');
  return file === null ? null : certificatesIn(file);
}

function inlineCertificates(settings: TlsSettings, text: string): string[] {
  const key = 'ssl.truststore.certificates';
  const refuse = (rule: string): never => {
    throw new SettingsError([invalidValue(key, hidden, rule)]);
  };
  if (settings['ssl.truststore.location'] !== null) refuse('Give this or ssl.truststore.location, not both');
  if (settings['ssl.truststore.type'].toUpperCase() !== 'PEM') refuse('Set ssl.truststore.type=PEM');
  return parseCertificates(text) ?? refuse('There is no certificate in PEM format in it');
}

function certificatesIn(file: StoreFile): string[] {
  const { path, content, password, format } = file;
  if (format !== 'PEM') return trustedEntries(file);
  if (password !== null)
    refuseStore('truststore', path, 'PEM has no password; remove ssl.truststore.password');
  return (
    parseCertificates(content.toString('latin1')) ?? refuseStore('truststore', path, 'It has no certificates')
  );
}

function trustedEntries(file: StoreFile): string[] {
  const certificates = readJavaStore(file, null).flatMap(({ ca }) => ca ?? []);
  if (certificates.length > 0) return certificates;
  return refuseStore(
    'truststore',
    file.path,
    'It has no trusted certificates, only keys; import with keytool -importcert',
  );
}

/** `null` when there is none, or one is malformed. */
function parseCertificates(text: string): string[] | null {
  const found = text.match(certificatePattern) ?? [];
  return found.length > 0 && found.every(isCertificate) ? [...found] : null;
}

function isCertificate(text: string): boolean {
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  try {
    return new X509Certificate(text).serialNumber !== '';
  } catch {
    return false;
  }
}
