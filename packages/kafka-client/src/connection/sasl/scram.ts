import type * as nodeCrypto from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { SaslError, type SaslExchange, type SaslMechanism } from './sasl-exchange.ts';

/** Loaded when a client first needs it: it takes up much of a thread. */
const crypto = (): typeof nodeCrypto => process.getBuiltinModule('node:crypto');

/** Fewer would let a false broker guess passwords too easily. */
const minIterations = 4096;
// Far beyond what anybody uses: an hour of work must not be asked of us.
const maxIterations = 10_000_000;

export interface ScramOptions extends Credentials {
  readonly hash: 'sha256' | 'sha512';
  /** Whether the name is the id of a delegation token (KIP-48). */
  readonly isToken: boolean;
  /** Random by default. */
  readonly nonce?: () => string;
}

/** RFC 5802 without channel binding, as Kafka has it (KIP-84). */
export function scramMechanism(options: ScramOptions): SaslMechanism {
  return {
    name: options.hash === 'sha256' ? 'SCRAM-SHA-256' : 'SCRAM-SHA-512',
    remedy:
      'check username and password in sasl.jaas.config, and that the user has a credential for this mechanism',
    begin: () => Promise.resolve(new ScramExchange(options)),
  };
}

class ScramExchange implements SaslExchange {
  readonly first: Buffer;
  readonly #options: ScramOptions;
  readonly #nonce: string;
  readonly #firstBare: string;
  #serverSignature: Buffer | null = null;

  constructor(options: ScramOptions) {
    this.#options = options;
    this.#nonce = options.nonce?.() ?? crypto().randomBytes(24).toString('base64url');
    const name = options.username.replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.#firstBare = `n=${name},r=${this.#nonce}${options.isToken ? ',tokenauth=true' : ''}`;
    this.first = Buffer.from(`n,,${this.#firstBare}`);
  }

  async next(challenge: Buffer): Promise<Buffer | null> {
    const message = challenge.toString();
    if (this.#serverSignature === null) return await this.#prove(message);
    this.#verify(attributesOf(message));
    return null;
  }

  async #prove(serverFirst: string): Promise<Buffer> {
    const { hash } = this.#options;
    const { nonce, salt, iterations } = this.#readServerFirst(serverFirst);
    const digest = (data: Buffer): Buffer => crypto().createHash(hash).update(data).digest();
    const mac = (key: Buffer, text: string): Buffer => crypto().createHmac(hash, key).update(text).digest();
    const salted = await this.#deriveKey(salt, iterations);
    const clientKey = mac(salted, 'Client Key');
    const finalBare = `c=biws,r=${nonce}`;
    const auth = `${this.#firstBare},${serverFirst},${finalBare}`;
    const clientSignature = mac(digest(clientKey), auth);
    const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0));
    this.#serverSignature = mac(mac(salted, 'Server Key'), auth);
    return Buffer.from(`${finalBare},p=${Buffer.from(proof).toString('base64')}`);
  }

  #deriveKey(salt: Buffer, iterations: number): Promise<Buffer> {
    const { hash, password } = this.#options;
    const length = hash === 'sha256' ? 32 : 64;
    return new Promise((resolve, reject) => {
      crypto().pbkdf2(password.reveal(), salt, iterations, length, hash, (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      });
    });
  }

  #readServerFirst(message: string): { nonce: string; salt: Buffer; iterations: number } {
    const attributes = attributesOf(message);
    refuseIfError(attributes);
    const nonce = attributes.get('r') ?? '';
    const iterations = Number(attributes.get('i'));
    const salt = Buffer.from(attributes.get('s') ?? '', 'base64');
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce || salt.length === 0) {
      throw new SaslError('the broker sent no proper SCRAM message');
    }
    if (!(iterations >= minIterations && iterations <= maxIterations)) {
      throw new SaslError(
        `the broker asks for ${iterations} iterations; at least ${minIterations} are needed`,
      );
    }
    return { nonce, salt, iterations };
  }

  /** The broker has to show that it knows the password, too. */
  #verify(attributes: ReadonlyMap<string, string>): void {
    refuseIfError(attributes);
    const signature = Buffer.from(attributes.get('v') ?? '', 'base64');
    const expected = this.#serverSignature ?? Buffer.alloc(0);
    if (signature.length === expected.length && crypto().timingSafeEqual(signature, expected)) return;
    throw new SaslError('the broker cannot prove that it knows the user: it may be a false one');
  }
}

function attributesOf(message: string): Map<string, string> {
  return new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function refuseIfError(attributes: ReadonlyMap<string, string>): void {
  const error = attributes.get('e');
  if (error !== undefined) throw new SaslError(`the broker says ${error}`);
}
