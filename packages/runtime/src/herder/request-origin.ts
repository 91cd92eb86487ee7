/** Where a request came from, as far as that decides what becomes of it. */
export interface RequestOrigin {
  /** The parameter `forward`: absent from users, and how often a worker that was forwarded to may forward again. */
  readonly forward: boolean | null;
  /** The header that is passed on with the request. */
  readonly authorization: string | null;
}

/** A request of a user, or of the worker itself. */
export const firstHand: RequestOrigin = { forward: null, authorization: null };

/** What came with a request that one worker makes of another by itself. */
export interface InternalRequest {
  /** As they were received. */
  readonly body: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
