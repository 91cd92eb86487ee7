import { SaslRefusal, type SaslExchange } from './sasl-exchange.ts';
import type { SaslMechanism, UserDirectory } from './user-directory.ts';

export type HandshakeResult = 'agreed' | 'unsupported' | 'illegal';

export interface AuthenticateResult {
  readonly error: 'NONE' | 'ILLEGAL_SASL_STATE' | 'SASL_AUTHENTICATION_FAILED';
  readonly message: string | null;
  readonly answer: Buffer;
}

const nothing = Buffer.alloc(0);

/** How far a connection is with showing who its client is. Until then it may ask for nothing else. */
export class SaslSession {
  readonly mechanisms: readonly SaslMechanism[];
  readonly #users: UserDirectory;
  #exchange: SaslExchange | null = null;
  #isRaw = false;
  #failed = false;

  constructor(users: UserDirectory, mechanisms: readonly SaslMechanism[]) {
    this.#users = users;
    this.mechanisms = mechanisms;
  }

  get isDone(): boolean {
    return this.#exchange?.isDone === true && !this.#failed;
  }

  /** After a handshake in version 0 messages come without headers. */
  get awaitsRawMessage(): boolean {
    return this.#isRaw && !this.isDone;
  }

  begin(mechanism: string, { isRaw }: { isRaw: boolean }): HandshakeResult {
    const agreed = this.mechanisms.find((each) => each === mechanism);
    if (agreed === undefined) return 'unsupported';
    // Once let in, a client may show again who it is before its time is over (KIP-368).
    if (this.#exchange !== null && !this.#exchange.isDone) return 'illegal';
    this.#exchange = this.#users.begin(agreed);
    this.#isRaw = isRaw;
    return 'agreed';
  }

  async next(message: Buffer): Promise<AuthenticateResult> {
    const exchange = this.#exchange;
    if (exchange === null || exchange.isDone || this.#failed) {
      const words = 'SaslAuthenticate request received without a handshake before it';
      return { error: 'ILLEGAL_SASL_STATE', message: words, answer: nothing };
    }
    try {
      return { error: 'NONE', message: null, answer: await exchange.next(message) };
    } catch (error) {
      if (!(error instanceof SaslRefusal)) throw error;
      this.#failed = true;
      return { error: 'SASL_AUTHENTICATION_FAILED', message: error.message, answer: nothing };
    }
  }
}
