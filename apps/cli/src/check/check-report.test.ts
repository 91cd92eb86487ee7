import { expect, it } from 'vitest';
import { formatCheck } from './check-report.ts';

it('says what is wrong, where it is set, and what mends it', () => {
  const text = formatCheck('orders.json', {
    name: 'C',
    good: false,
    errors: [{ key: 'tasks.max', errors: ['Not a number'] }],
    findings: [
      { subject: 'server db:5432', outcome: 'passed', message: 'PostgreSQL 15', remedy: null, keys: ['url'] },
      { subject: 'clock', outcome: 'warning', message: 'late', remedy: null, keys: [] },
      {
        subject: 'table t',
        outcome: 'failed',
        message: 'it is not there',
        remedy: 'CREATE TABLE t ()',
        keys: ['table'],
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    'orders.json: not good',
    '  FAILED  tasks.max: Not a number',
    '  ok      server db:5432: PostgreSQL 15',
    '  WARNING clock: late',
    '  FAILED  table t: it is not there',
    '          CREATE TABLE t ()',
    '          (table)',
    '',
  ]);
});

it('says so when a connector looks at nothing', () => {
  const check = { name: 'C', good: true, errors: [], findings: null };
  expect(formatCheck('a.properties', check)).toBe(
    'a.properties: good\n' +
      '  The configuration is right; this connector does not look at the other system.\n',
  );
});
