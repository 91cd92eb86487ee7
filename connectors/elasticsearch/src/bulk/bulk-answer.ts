import { ConnectError, DataError } from '@sluice/connect-api';
import type { Operation } from '../document/operation.ts';
import type { SearchAnswer } from '../http/search-client.ts';
import { answerError, formatProblem, isDenied, mayPass, type SearchProblem } from '../http/search-error.ts';

/** What became of an operation. */
export type Outcome =
  | { readonly kind: 'done' }
  /** It may be carried out later. */
  | { readonly kind: 'again'; readonly reason: string }
  /** It never will be. */
  | { readonly kind: 'malformed' | 'conflict'; readonly error: DataError };

interface AnsweredItem {
  readonly status: number;
  readonly error?: SearchProblem;
}

const done: Outcome = { kind: 'done' };

/** Answers are asked for with this, so that they are short: one number for each operation that went well. */
export const answerFilter = 'filter_path=errors,items.*.status,items.*.error';

/**
 * What a whole answer says of each operation, `null` when all are done.
 * @throws ConnectError when it says something that waiting does not change.
 */
export function readOutcomes(
  operations: readonly Operation[],
  answer: SearchAnswer,
): readonly Outcome[] | null {
  const { errors, items } = parseAnswer(answer);
  if (!errors) return null;
  if (items?.length !== operations.length) throw notUnderstood(answer);
  return operations.map((operation, index) => {
    const [item] = Object.values(items[index] ?? {});
    if (item === undefined) throw notUnderstood(answer);
    return outcomeOf(operation, item, answer);
  });
}

interface BulkAnswer {
  readonly errors: boolean;
  readonly items?: readonly Readonly<Record<string, AnsweredItem>>[];
}

function parseAnswer(answer: SearchAnswer): BulkAnswer {
  // The usual case need not be read to its end.
  if (answer.body.startsWith('{"errors":false')) return { errors: false };
  try {
    const parsed = JSON.parse(answer.body) as BulkAnswer;
    if (typeof parsed.errors === 'boolean') return parsed;
  } catch {
    // Said below.
  }
  throw notUnderstood(answer);
}

function notUnderstood(answer: SearchAnswer): ConnectError {
  return answerError('The answer to a bulk request is not that of a search engine', answer);
}

function outcomeOf(operation: Operation, item: AnsweredItem, answer: SearchAnswer): Outcome {
  const { status, error } = item;
  // A document to be deleted that is not there is as it should be.
  if (status < 300 || (status === 404 && error === undefined)) return done;
  const reason = error === undefined ? `status ${status}` : formatProblem(error);
  if (status === 409) return conflictOutcome(operation, reason);
  if (comesBack(item)) return { kind: 'again', reason };
  if (status === 400) return { kind: 'malformed', error: rejected(operation, reason) };
  throw new ConnectError(
    `${answer.server} refuses the document of ${placeOf(operation)} (${status} ${reason})`,
    { code: isDenied(status) ? 'SEARCH_ACCESS_DENIED' : 'SEARCH_REQUEST_FAILED' },
  );
}

/** An index that is not there may be made again, by hand or by the task when it starts. */
function comesBack({ status, error }: AnsweredItem): boolean {
  const type = error?.type ?? null;
  return mayPass(status, type) || type === 'index_not_found_exception';
}

function conflictOutcome(operation: Operation, reason: string): Outcome {
  switch (operation.conflict) {
    case 'done':
      return done;
    case 'again':
      return { kind: 'again', reason };
    case 'newer':
      return isSameVersion(reason) ? done : { kind: 'conflict', error: outdated(operation, reason) };
  }
}

/** Whether the version that is there is that of this operation: it was carried out before, and its answer was lost. */
function isSameVersion(reason: string): boolean {
  const there = /current version \[(\d+)\]/.exec(reason)?.[1];
  const given = /one provided \[(\d+)\]/.exec(reason)?.[1];
  return there !== undefined && there === given;
}

/** The error for a document that is refused for good. */
export function rejected(operation: Operation, reason: string): DataError {
  return new DataError(`The document of ${placeOf(operation)} was refused: ${reason}`, {
    code: 'SEARCH_DOCUMENT_REJECTED',
  });
}

function outdated(operation: Operation, reason: string): DataError {
  return new DataError(`There is a newer document than that of ${placeOf(operation)}: ${reason}`, {
    code: 'SEARCH_VERSION_CONFLICT',
  });
}

/** Where the record of an operation stands, and what it is to become. */
function placeOf({ record, identity }: Operation): string {
  const { originalTopic, originalKafkaPartition, originalKafkaOffset } = record;
  const place = `${originalTopic}-${originalKafkaPartition}@${originalKafkaOffset}`;
  return identity === null ? place : `${place} (${identity})`;
}
