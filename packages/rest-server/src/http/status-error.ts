const reasons = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
} as const;

export type RefusalStatus = keyof typeof reasons;

/** The text of a status that comes from the router, not from an operation. */
export function statusText(status: RefusalStatus): string {
  return `HTTP ${status} ${reasons[status]}`;
}

/** The server refuses a request before any operation sees it. */
export class StatusError extends Error {
  readonly status: RefusalStatus;
  /** Whether the answer says that its body is JSON; Connect leaves it out where the router refuses. */
  readonly labelled: boolean;

  constructor(
    status: RefusalStatus,
    options: { readonly labelled?: boolean; readonly message?: string } = {},
  ) {
    super(options.message ?? statusText(status));
    this.name = 'StatusError';
    this.status = status;
    this.labelled = options.labelled ?? false;
  }
}
