import type { ClientSettings } from '../../../settings/client-settings.ts';
import type { BearerToken, TokenSource } from './bearer-token.ts';

export type RefreshSettings = Pick<
  ClientSettings,
  | 'sasl.login.refresh.window.factor'
  | 'sasl.login.refresh.window.jitter'
  | 'sasl.login.refresh.min.period.seconds'
  | 'sasl.login.refresh.buffer.seconds'
>;

/** Keeps a token for all connections of a client, and asks for a new one before it ends. */
export class TokenCache implements TokenSource {
  readonly #source: TokenSource;
  readonly #settings: RefreshSettings;
  #token: BearerToken | null = null;
  #refreshAtMs = 0;
  #fetching: Promise<BearerToken> | null = null;

  constructor(source: TokenSource, settings: RefreshSettings) {
    this.#source = source;
    this.#settings = settings;
  }

  async fetch(): Promise<BearerToken> {
    const token = this.#token;
    if (token !== null && Date.now() < this.#refreshAtMs) return token;
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = null;
    });
    try {
      return await this.#fetching;
    } catch (error) {
      // What has not ended yet is still good.
      if (token !== null && Date.now() < token.expiresAtMs) return token;
      throw error;
    }
  }

  async #renew(): Promise<BearerToken> {
    const token = await this.#source.fetch();
    this.#token = token;
    this.#refreshAtMs = this.#refreshTime(token);
    return token;
  }

  /** After the greater part of its life, in time before its end, but not sooner than the least period allows. */
  #refreshTime({ issuedAtMs, expiresAtMs }: BearerToken): number {
    const settings = this.#settings;
    const lifetimeMs = expiresAtMs - issuedAtMs;
    const jitter = settings['sasl.login.refresh.window.jitter'] * Math.random();
    const part = Math.min(1, settings['sasl.login.refresh.window.factor'] + jitter);
    const bufferMs = settings['sasl.login.refresh.buffer.seconds'] * 1000;
    const minPeriodMs = settings['sasl.login.refresh.min.period.seconds'] * 1000;
    const usual = issuedAtMs + lifetimeMs * part;
    // A life too short for buffer and least period knows neither.
    if (bufferMs + minPeriodMs > lifetimeMs) return usual;
    return Math.max(issuedAtMs + minPeriodMs, Math.min(usual, expiresAtMs - bufferMs));
  }
}
