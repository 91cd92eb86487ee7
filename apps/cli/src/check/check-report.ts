import type { ConnectorCheck } from '@sluice/rest-api';

const marks = { passed: 'ok     ', warning: 'WARNING', failed: 'FAILED ' } as const;
const margin = ' '.repeat(marks.passed.length + 3);

/** What a dry run found, for people. */
export function formatCheck(file: string, { good, errors, findings }: ConnectorCheck): string {
  const lines = [
    `${file}: ${good ? 'good' : 'not good'}`,
    ...errors.flatMap(({ key, errors: problems }) =>
      problems.map((problem) => `  ${marks.failed} ${key}: ${problem}`),
    ),
    ...(findings ?? []).flatMap(({ subject, outcome, message, remedy, keys }) => [
      `  ${marks[outcome]} ${subject}: ${message}`,
      ...(remedy === null ? [] : [`${margin}${remedy}`]),
      ...(outcome === 'passed' || keys.length === 0 ? [] : [`${margin}(${keys.join(', ')})`]),
    ]),
    ...(findings === null && errors.length === 0
      ? ['  The configuration is right; this connector does not look at the other system.']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
