import type { CheckFinding, ConfigIssue } from '@sluice/connect-api';

/** What a dry run shows of the issues with a database; where there are none, that it is as it should be. */
export function findingsOf(issues: readonly ConfigIssue[]): readonly CheckFinding[] {
  if (issues.length === 0) {
    const message = 'It can be reached, and has what the configuration names';
    return [{ subject: 'database', outcome: 'passed', message }];
  }
  return issues.map(({ key, message }) => ({ subject: 'database', outcome: 'failed', message, keys: [key] }));
}
