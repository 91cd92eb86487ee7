import type { ErrorCode } from './error-catalogue.ts';

/** Under this registered symbol an error lists its class and those it extends: the same in every copy of the API. */
export const errorLineage = Symbol.for('sluice.connect-api.error-lineage');

interface ErrorClass {
  readonly parent: string | null;
  readonly javaClassName: string;
}

const connectErrors = 'org.apache.kafka.connect.errors';
const kafkaErrors = 'org.apache.kafka.common.errors';

/** The error classes, each with the class it extends and the name by which Java's traces know it. */
export const errorClasses = {
  ConnectError: { parent: null, javaClassName: `${connectErrors}.ConnectException` },
  ConfigError: { parent: 'ConnectError', javaClassName: 'org.apache.kafka.common.config.ConfigException' },
  DataError: { parent: 'ConnectError', javaClassName: `${connectErrors}.DataException` },
  SchemaBuilderError: { parent: 'DataError', javaClassName: `${connectErrors}.SchemaBuilderException` },
  SchemaProjectorError: { parent: 'DataError', javaClassName: `${connectErrors}.SchemaProjectorException` },
  SerializationError: { parent: 'ConnectError', javaClassName: `${kafkaErrors}.SerializationException` },
  RejectedRecordsError: { parent: 'ConnectError', javaClassName: `${connectErrors}.ConnectException` },
  RetriableError: { parent: 'ConnectError', javaClassName: `${connectErrors}.RetriableException` },
  ConnectionLostError: { parent: 'RetriableError', javaClassName: `${connectErrors}.RetriableException` },
  BadRequestError: {
    parent: 'ConnectError',
    javaClassName: 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException',
  },
  NotFoundError: { parent: 'ConnectError', javaClassName: `${connectErrors}.NotFoundException` },
  ConflictError: { parent: 'ConnectError', javaClassName: `${connectErrors}.AlreadyExistsException` },
  FencedError: { parent: 'ConnectError', javaClassName: `${kafkaErrors}.ProducerFencedException` },
  IllegalWorkerStateError: {
    parent: 'ConnectError',
    javaClassName: `${connectErrors}.IllegalWorkerStateException`,
  },
  InternalError: { parent: 'ConnectError', javaClassName: 'java.lang.IllegalStateException' },
} as const satisfies Readonly<Record<string, ErrorClass>>;

/** The name of an error class. */
export type ErrorClassName = keyof typeof errorClasses;

/** The code of an error that was thrown without one. */
export const defaultCodes: Readonly<Record<ErrorClassName, ErrorCode>> = {
  ConnectError: 'UNSPECIFIED_FAILURE',
  ConfigError: 'CONFIG_INVALID',
  DataError: 'DATA_INVALID',
  SchemaBuilderError: 'SCHEMA_INVALID',
  SchemaProjectorError: 'SCHEMA_INCOMPATIBLE',
  SerializationError: 'SERIALIZATION_FAILED',
  RejectedRecordsError: 'RECORDS_REJECTED',
  RetriableError: 'TEMPORARY_FAILURE',
  ConnectionLostError: 'CONNECTION_LOST',
  BadRequestError: 'REQUEST_INVALID',
  NotFoundError: 'NOT_FOUND',
  ConflictError: 'CONFLICT',
  FencedError: 'FENCED',
  IllegalWorkerStateError: 'CONTEXT_MISUSED',
  InternalError: 'INTERNAL_ERROR',
};

/** The class itself and those it extends, nearest first. */
export function lineageOf(name: ErrorClassName): readonly ErrorClassName[] {
  const { parent } = errorClasses[name];
  return parent === null ? [name] : [name, ...lineageOf(parent)];
}
