import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorOutcome } from './run-error-cases.ts';

const file = join(import.meta.dirname, 'fixtures', 'errors.json');

/** What workers of either kind are started with for this. */
export const errorWorkerProperties = { 'connector.client.config.override.policy': 'All' } as const;

/** What became of the cases on the Java worker when it was last recorded. */
export function readRecordedErrors(): ErrorOutcome[] {
  return JSON.parse(readFileSync(file, 'utf8')) as ErrorOutcome[];
}

export function writeRecordedErrors(outcomes: readonly ErrorOutcome[]): void {
  writeFileSync(file, `${JSON.stringify(outcomes, null, 1)}\n`);
}
