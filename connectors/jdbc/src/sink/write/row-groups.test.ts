import { SinkRecord } from '@sluice/connect-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedRow, Statement } from '../dialect/statements.ts';
import type { BoundShape } from '../table/bound-shape.ts';
import type { Change } from './row-change.ts';
import { statementsOf } from './row-groups.ts';

/** A shape whose statements are the rows they are for. */
function shape(columns: readonly string[]): BoundShape {
  const statements = (sql: string) => (rows: readonly EncodedRow[]) =>
    rows.map((row): Statement => ({ sql: `${sql} ${columns.join()}`, parameters: row }));
  return {
    table: { quoted: 't' },
    shape: { keyCount: 1, columns: [] },
    signature: columns.join(),
    write: statements('write'),
    remove: statements('remove'),
  } as unknown as BoundShape;
}

const shapes = { a: shape(['id', 'a']), b: shape(['id', 'b']), key: shape(['id']) };
const record = new SinkRecord({ topic: 't', kafkaPartition: 0, kafkaOffset: 0 });

type Step = readonly ['a' | 'b' | 'delete' | 'truncate', id: string, value: string];

function changeOf([kind, id, value]: Step): Change {
  if (kind === 'truncate') return { record, event: 'truncate', quoted: 't' };
  if (kind === 'delete') return { record, event: 'delete', bound: shapes.key, row: [id] };
  return { record, event: 'write', bound: shapes[kind], row: [id, value] };
}

type Table = Map<string, Record<string, unknown>>;

/** What statements do to a table in which upserts leave other columns as they are. */
function run(statements: readonly Statement[]): Table {
  const table: Table = new Map();
  for (const { sql, parameters } of statements) {
    const [id, value] = parameters as readonly string[];
    const [verb, columns] = sql.split(' ');
    if (verb === 'truncate') table.clear();
    else if (verb === 'remove') table.delete(id ?? '');
    else table.set(id ?? '', { ...table.get(id ?? ''), [columns?.split(',')[1] ?? '']: value });
  }
  return table;
}

const rules = (keepsLast: boolean) => ({ keepsLast, truncate: () => 'truncate' });

describe('the statements of a batch', () => {
  const steps = fc.array(
    fc.tuple(
      fc.constantFrom('a' as const, 'b' as const, 'delete' as const, 'delete' as const, 'truncate' as const),
      fc.constantFrom('1', '2', '3'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 30 },
  );

  it.each([true, false])(
    'leave what the changes come to one after the other (the last stands for all: %s)',
    (keepsLast) => {
      fc.assert(
        fc.property(steps, (list) => {
          const changes = list.map(changeOf);
          const oneByOne = changes.flatMap((change) => statementsOf([change], rules(keepsLast)));
          expect(run(statementsOf(changes, rules(keepsLast)))).toEqual(run(oneByOne));
        }),
      );
    },
  );

  it('have each row once, where the last change stands for all', () => {
    const changes = (
      [
        ['a', '1', 'x'],
        ['a', '2', 'y'],
        ['a', '1', 'z'],
        ['delete', '2', ''],
      ] as const
    ).map(changeOf);
    expect(statementsOf(changes, rules(true)).map(({ parameters }) => parameters)).toEqual([
      ['2'],
      ['1', 'z'],
    ]);
  });

  it('have every row where each change counts', () => {
    const changes = (
      [
        ['a', '1', 'x'],
        ['a', '1', 'x'],
      ] as const
    ).map(changeOf);
    expect(statementsOf(changes, rules(false))).toHaveLength(2);
  });
});
