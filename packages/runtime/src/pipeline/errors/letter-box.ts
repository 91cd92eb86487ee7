import type { Failure } from './failure.ts';

/** Where records are put away that could not be processed. */
export interface LetterBox {
  /** @throws ConnectError when it cannot be used. */
  open(): Promise<void>;
  /**
   * Puts a record away, in the order of the calls. Resolves when it is safe there, rejects when it never will be, which
   * was logged then. Nobody has to wait.
   */
  post(failure: Failure): Promise<void>;
  /** Resolves when there is room for more, or when the signal aborts. Who posts without waiting fills the memory. */
  room(signal: AbortSignal): Promise<void>;
  /** Resolves when everything that was posted is safe, or never will be. */
  settled(): Promise<void>;
  /** Waits for what was posted, but not for ever, and releases everything. */
  close(): Promise<void>;
  /** Releases everything without waiting. */
  abandon(): void;
}
