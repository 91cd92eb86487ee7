import { SaslRefusal, type SaslExchange } from './sasl-exchange.ts';

/** User and password in one message (RFC 4616): identity to act as, user, password, with zero bytes between. */
export class PlainExchange implements SaslExchange {
  readonly #check: (user: string, password: string) => boolean;
  #done = false;

  constructor(check: (user: string, password: string) => boolean) {
    this.#check = check;
  }

  get isDone(): boolean {
    return this.#done;
  }

  next(message: Buffer): Promise<Buffer> {
    const [identity, user, password, ...more] = message.toString().split('\0');
    const isWellFormed = user !== undefined && password !== undefined && more.length === 0;
    const actsAsItself = identity === '' || identity === user;
    if (!isWellFormed || !actsAsItself || !this.#check(user, password)) {
      return Promise.reject(new SaslRefusal('Authentication failed: Invalid username or password'));
    }
    this.#done = true;
    return Promise.resolve(Buffer.alloc(0));
  }
}
