/** Where in a message something went wrong: the field path is built from the inside out while the error rises. */
export interface ProtocolErrorPlace {
  readonly position?: number;
  readonly path?: string;
}

/** Bytes that are not what the protocol says they are, or a value that the protocol cannot express. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  /** What is wrong, without the place. */
  readonly reason: string;
  /** Offset into the buffer at hand, where known. */
  readonly position: number | undefined;
  /** For example `responses[0].partitions[2].records`; empty at the top. */
  readonly path: string;

  constructor(reason: string, place: ProtocolErrorPlace = {}) {
    super(describe(reason, place));
    this.reason = reason;
    this.position = place.position;
    this.path = place.path ?? '';
  }

  /** The same error, seen from one level further out: `segment` is a field name or `[index]`. */
  within(segment: string): ProtocolError {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    const path = `${segment}${joint}${this.path}`;
    return new ProtocolError(
      this.reason,
      this.position === undefined ? { path } : { path, position: this.position },
    );
  }
}

function describe(reason: string, { path, position }: ProtocolErrorPlace): string {
  const at = position === undefined ? '' : ` at byte ${position}`;
  return path === undefined || path === '' ? `${reason}${at}` : `${path}: ${reason}${at}`;
}

/** What to throw on in place of `error` where `segment` is being read or written. */
export function located(error: unknown, segment: string): unknown {
  return error instanceof ProtocolError ? error.within(segment) : error;
}
