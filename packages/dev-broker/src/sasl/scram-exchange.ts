import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SaslRefusal, type SaslExchange } from './sasl-exchange.ts';
import { scramMechanisms, type ScramCredential, type ScramMechanism } from './scram-credential.ts';

export type FindCredential = (user: string) => Promise<ScramCredential | null>;

interface Challenge {
  readonly clientFirst: string;
  readonly serverFirst: string;
  readonly nonce: string;
  readonly credential: ScramCredential;
}

const nonceBytes = 18;
// Without channel binding, and acting as oneself.
const gs2Header = /^[ny],(?:a=[^,]*)?,/;

/** A password that is proved without being sent (RFC 5802). */
export class ScramExchange implements SaslExchange {
  readonly #mechanism: ScramMechanism;
  readonly #find: FindCredential;
  #challenge: Challenge | null = null;
  #done = false;

  constructor(mechanism: ScramMechanism, find: FindCredential) {
    this.#mechanism = mechanism;
    this.#find = find;
  }

  get isDone(): boolean {
    return this.#done;
  }

  next(message: Buffer): Promise<Buffer> {
    const text = message.toString();
    return this.#challenge === null
      ? this.#begin(text)
      : Promise.resolve(this.#finish(text, this.#challenge));
  }

  async #begin(text: string): Promise<Buffer> {
    const clientFirst = text.replace(gs2Header, '');
    const { n: name, r: clientNonce } = attributesOf(clientFirst);
    if (clientFirst === text || name === undefined || clientNonce === undefined) throw malformed();
    const user = name.replaceAll('=2C', ',').replaceAll('=3D', '=');
    const credential = await this.#find(user);
    if (credential === null) throw refused();
    const nonce = `${clientNonce}${randomBytes(nonceBytes).toString('base64')}`;
    const { salt, iterations } = credential;
    const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
    this.#challenge = { clientFirst, serverFirst, nonce, credential };
    return Buffer.from(serverFirst);
  }

  #finish(text: string, { clientFirst, serverFirst, nonce, credential }: Challenge): Buffer {
    const { digest } = scramMechanisms[this.#mechanism];
    const { r, p: proofText } = attributesOf(text);
    if (proofText === undefined || r !== nonce) throw malformed();
    const withoutProof = text.slice(0, text.lastIndexOf(',p='));
    const authMessage = `${clientFirst},${serverFirst},${withoutProof}`;
    const signature = createHmac(digest, credential.storedKey).update(authMessage).digest();
    const proof = Buffer.from(proofText, 'base64');
    if (proof.length !== signature.length) throw refused();
    const clientKey = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] ?? 0)));
    const storedKey = createHash(digest).update(clientKey).digest();
    if (!timingSafeEqual(storedKey, credential.storedKey)) throw refused();
    this.#done = true;
    const serverSignature = createHmac(digest, credential.serverKey).update(authMessage).digest('base64');
    return Buffer.from(`v=${serverSignature}`);
  }
}

function attributesOf(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((each) => [each.slice(0, 1), each.slice(2)]));
}

function malformed(): SaslRefusal {
  return new SaslRefusal('Invalid SASL/SCRAM message');
}

function refused(): SaslRefusal {
  return new SaslRefusal('Authentication failed during authentication due to invalid credentials');
}
