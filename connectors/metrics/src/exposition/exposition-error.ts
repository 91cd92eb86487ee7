import { DataError } from '@sluice/connect-api';

/** @param line - the number of the line, from 1. */
export function expositionError(line: number, problem: string): DataError {
  return new DataError(`Line ${line} of the metrics is not understood: ${problem}`);
}
