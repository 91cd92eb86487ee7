/** One login on one connection: messages go to the broker and its answers come back, until nothing is left to say. */
export interface SaslExchange {
  /** The message that begins it. */
  readonly first: Buffer;
  /**
   * What to answer to the broker; `null` when the login is complete.
   * @throws SaslError when the broker is not who it should be, or says no.
   */
  next(challenge: Buffer): Promise<Buffer | null>;
}

/** How a client logs in, again on every connection. */
export interface SaslMechanism {
  /** For example `SCRAM-SHA-512`. */
  readonly name: string;
  /** What the broker's refusal may be about. */
  readonly remedy: string;
  begin(): Promise<SaslExchange>;
}

/** Why a login cannot succeed, whatever is tried again. Its message shows no secret. */
export class SaslError extends Error {
  override readonly name = 'SaslError';
}
