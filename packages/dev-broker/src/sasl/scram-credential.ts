import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

export const scramMechanisms = {
  'SCRAM-SHA-256': { number: 1, digest: 'sha256', bytes: 32 },
  'SCRAM-SHA-512': { number: 2, digest: 'sha512', bytes: 64 },
} as const;

export type ScramMechanism = keyof typeof scramMechanisms;

/** What a server knows of a password: enough to recognize who knows it, too little to be taken for them (RFC 5802). */
export interface ScramCredential {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

export const defaultIterations = 4096;

export function scramMechanismOf(number: number): ScramMechanism | null {
  const found = Object.entries(scramMechanisms).find(([, mechanism]) => mechanism.number === number);
  return found === undefined ? null : (found[0] as ScramMechanism);
}

export async function credentialFor(mechanism: ScramMechanism, password: string): Promise<ScramCredential> {
  const { digest, bytes } = scramMechanisms[mechanism];
  const salt = randomBytes(bytes);
  const saltedPassword = await derive(password, salt, defaultIterations, bytes, digest);
  return credentialFromSalted(mechanism, { salt, iterations: defaultIterations, saltedPassword });
}

export function credentialFromSalted(
  mechanism: ScramMechanism,
  { salt, iterations, saltedPassword }: { salt: Buffer; iterations: number; saltedPassword: Buffer },
): ScramCredential {
  const { digest } = scramMechanisms[mechanism];
  const clientKey = createHmac(digest, saltedPassword).update('Client Key').digest();
  const storedKey = createHash(digest).update(clientKey).digest();
  const serverKey = createHmac(digest, saltedPassword).update('Server Key').digest();
  return { salt, iterations, storedKey, serverKey };
}
