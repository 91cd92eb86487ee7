/** A worker refused a request or failed to carry it out; the message is the worker's own. */
export class RestError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The `error_code` of the body; the status where the body has none. */
  readonly errorCode: number;

  constructor(message: string, codes: { readonly status: number; readonly errorCode: number }) {
    super(message);
    this.name = 'RestError';
    this.status = codes.status;
    this.errorCode = codes.errorCode;
  }
}

/** No answer came: nobody listens there, or the connection broke. */
export class RestUnreachableError extends Error {
  readonly baseUrl: string;

  constructor(baseUrl: string, cause: unknown) {
    super(`Cannot reach the worker at ${baseUrl}: ${reasonOf(cause)}`, { cause });
    this.name = 'RestUnreachableError';
    this.baseUrl = baseUrl;
  }
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ');
  return cause === undefined ? error.message : reasonOf(cause);
}
