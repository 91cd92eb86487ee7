import { configCodes } from './catalogue/config-codes.ts';
import { dataCodes } from './catalogue/data-codes.ts';
import { databaseCodes } from './catalogue/database-codes.ts';
import { metricsCodes } from './catalogue/metrics-codes.ts';
import { redisCodes } from './catalogue/redis-codes.ts';
import { requestCodes } from './catalogue/request-codes.ts';
import { tableCodes } from './catalogue/table-codes.ts';
import { searchCodes } from './catalogue/search-codes.ts';
import { taskCodes } from './catalogue/task-codes.ts';
import { workerCodes } from './catalogue/worker-codes.ts';
import type { ErrorClassName } from './error-class.ts';

/** What is known of an error code. */
export interface ErrorCodeEntry {
  /** The class that is thrown with this code. */
  readonly errorClass: ErrorClassName;
  /** The status of a REST answer that fails with it. */
  readonly httpStatus: number;
  /** The exit code of a command that ends with it. */
  readonly exitCode: number;
  /** The Java name, where it differs from that of the class. */
  readonly javaClassName?: string;
  /** What happened and why, for somebody who sees the code for the first time. */
  readonly explanation: string;
  /** What to do about it. */
  readonly remedy: string;
}

const catalogue = {
  ...configCodes,
  ...requestCodes,
  ...taskCodes,
  ...dataCodes,
  ...databaseCodes,
  ...tableCodes,
  ...searchCodes,
  ...metricsCodes,
  ...redisCodes,
  ...workerCodes,
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** The stable code of an error; never renamed, never given a second meaning. */
export type ErrorCode = keyof typeof catalogue;

/** The codes that an error of class `C` may have. */
export type ErrorCodeOf<C extends ErrorClassName> = {
  [K in ErrorCode]: (typeof catalogue)[K]['errorClass'] extends C ? K : never;
}[ErrorCode];

/** Every error code with what it means; documentation, REST statuses and exit codes derive from it. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorCodeEntry>> = catalogue;
