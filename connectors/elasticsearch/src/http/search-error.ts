import { ConnectError, type ErrorCodeOf } from '@sluice/connect-api';
import type { SearchAnswer } from './search-client.ts';

/** What a server says went wrong. */
export interface SearchProblem {
  readonly type: string;
  readonly reason: string;
  readonly caused_by?: SearchProblem;
}

/** The longest answer that is shown whole. */
const maxShown = 500;

/** The problem that an answer names, `null` when it names none. */
export function problemOf({ body }: SearchAnswer): SearchProblem | null {
  try {
    const { error } = JSON.parse(body) as { readonly error?: SearchProblem | string };
    return typeof error === 'object' && typeof error.type === 'string' ? error : null;
  } catch {
    return null;
  }
}

/** `mapper_parsing_exception: failed to parse …; caused by …`. */
export function formatProblem({ type, reason, caused_by: cause }: SearchProblem): string {
  const inner = cause === undefined || cause === null ? '' : `; caused by ${formatProblem(cause)}`;
  return `${type}: ${reason}${inner}`;
}

/** An answer in a few words: its status and the problem in it. */
export function formatAnswer(answer: SearchAnswer): string {
  const problem = problemOf(answer);
  const text = problem === null ? answer.body.trim().slice(0, maxShown) : formatProblem(problem);
  return `${answer.server} answered ${answer.status}${text === '' ? '' : ` (${text})`}`;
}

/** Whether the same request may be answered otherwise later. */
export function mayPass(status: number, type: string | null): boolean {
  if (status === 429 || status === 408 || status >= 500) return true;
  // A block that somebody set, or that the server set since its disk is full.
  return type === 'cluster_block_exception' || type === 'index_closed_exception';
}

/** Whether the server says that the user may not do this. */
export function isDenied(status: number): boolean {
  return status === 401 || status === 403;
}

/** The error for an answer that waiting does not change. */
export function answerError(what: string, answer: SearchAnswer): ConnectError {
  const code: ErrorCodeOf<'ConnectError'> = isDenied(answer.status)
    ? 'SEARCH_ACCESS_DENIED'
    : 'SEARCH_REQUEST_FAILED';
  return new ConnectError(`${what}: ${formatAnswer(answer)}`, { code });
}
