import { timingSafeEqual } from 'node:crypto';
import type { ClusterStore, StoredScramCredential } from '../cluster-store.ts';
import { PlainExchange } from './plain-exchange.ts';
import type { SaslExchange } from './sasl-exchange.ts';
import {
  credentialFor,
  scramMechanisms,
  type ScramCredential,
  type ScramMechanism,
} from './scram-credential.ts';
import { ScramExchange } from './scram-exchange.ts';

export type SaslMechanism = 'PLAIN' | ScramMechanism;

/** Everybody who may be let in: those with whom the broker was started, and those whom clients added. */
export class UserDirectory {
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #store: ClusterStore;
  /** Of the passwords with which the broker was started, made when they are first asked for. */
  readonly #derived = new Map<string, Promise<ScramCredential>>();

  constructor(users: Readonly<Record<string, string>>, store: ClusterStore) {
    this.#passwords = new Map(Object.entries(users));
    this.#store = store;
  }

  begin(mechanism: SaslMechanism): SaslExchange {
    if (mechanism === 'PLAIN') return new PlainExchange((user, password) => this.#isPassword(user, password));
    return new ScramExchange(mechanism, (user) => this.#credentialOf(user, mechanism));
  }

  /** Those that clients added. */
  added(): readonly StoredScramCredential[] {
    return this.#store.scramCredentials();
  }

  async add(user: string, mechanism: ScramMechanism, credential: ScramCredential): Promise<void> {
    const { salt, iterations, storedKey, serverKey } = credential;
    await this.#store.putScramCredential({
      user,
      mechanism,
      iterations,
      salt: salt.toString('base64'),
      storedKey: storedKey.toString('base64'),
      serverKey: serverKey.toString('base64'),
    });
  }

  async remove(user: string, mechanism: ScramMechanism): Promise<void> {
    await this.#store.removeScramCredential(user, mechanism);
  }

  #isPassword(user: string, password: string): boolean {
    const known = Buffer.from(this.#passwords.get(user) ?? '');
    const given = Buffer.from(password);
    return known.length > 0 && known.length === given.length && timingSafeEqual(known, given);
  }

  async #credentialOf(user: string, mechanism: ScramMechanism): Promise<ScramCredential | null> {
    const stored = this.added().find((each) => each.user === user && each.mechanism === mechanism);
    if (stored !== undefined) return decoded(stored);
    const password = this.#passwords.get(user);
    if (password === undefined) return null;
    const key = `${mechanism} ${user}`;
    const derived = this.#derived.get(key) ?? credentialFor(mechanism, password);
    this.#derived.set(key, derived);
    return derived;
  }
}

export const allMechanisms: readonly SaslMechanism[] = [
  'PLAIN',
  ...(Object.keys(scramMechanisms) as ScramMechanism[]),
];

function decoded({ iterations, salt, storedKey, serverKey }: StoredScramCredential): ScramCredential {
  return {
    iterations,
    salt: Buffer.from(salt, 'base64'),
    storedKey: Buffer.from(storedKey, 'base64'),
    serverKey: Buffer.from(serverKey, 'base64'),
  };
}
