import { formatTrace, isConnectError, type EncodedHeader } from '@sluice/connect-api';
import type { Failure } from '../pipeline/errors/failure.ts';

/** What the names of all headers of dead letters begin with. */
const contextPrefix = '__connect.errors.';

export interface FailedTask {
  readonly connector: string;
  readonly task: number;
}

/** The headers that say what went wrong where: names, order and texts are those of Kafka Connect (KIP-298). */
export function contextHeaders(
  failure: Failure,
  origin: readonly EncodedHeader[],
  { connector, task }: FailedTask,
): EncodedHeader[] {
  const { stage, className, error } = failure;
  const message = messageOf(error);
  return [
    ...origin,
    header('connector.name', connector),
    header('task.id', String(task)),
    header('stage', stage),
    header('class.name', className),
    header('exception.class.name', classNameOf(error)),
    header('exception.message', message === '' ? null : message),
    header('exception.stacktrace', formatTrace(error)),
  ];
}

/** @param name - without what all of them begin with. */
export function header(name: string, value: string | null): EncodedHeader {
  return { key: `${contextPrefix}${name}`, value };
}

/** Java's name for errors that Java has, so that what reads dead letters today goes on working. */
function classNameOf(error: unknown): string {
  if (isConnectError(error)) return error.javaClassName;
  return error instanceof Error ? error.name : 'java.lang.Throwable';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
