/** One conversation in which a client shows who it is. */
export interface SaslExchange {
  /** The answer to what the client said. Rejects with SaslRefusal where it is not who it says. */
  next(message: Buffer): Promise<Buffer>;
  readonly isDone: boolean;
}

/** Why a client is not let in, in words that tell it nothing of the users there are. */
export class SaslRefusal extends Error {
  override readonly name = 'SaslRefusal';
}
