import { readFileSync } from 'node:fs';

/** A row of a table in the documentation of types. */
export interface DocumentedType {
  readonly type: string;
  /** An expression of SQL. */
  readonly value: string;
  /** The type of the field, or the name of its logical type. */
  readonly field: string;
  /** As JsonConverter writes it. */
  readonly json: string;
}

const document = new URL('../../../docs/database-types.md', import.meta.url);

/** The rows of the table of one kind of database. */
export function documentedTypes(kind: 'postgresql' | 'mysql' | 'sqlite'): readonly DocumentedType[] {
  const [, after = ''] = readFileSync(document, 'utf8').split(`<!-- types of ${kind} -->`);
  const table = after.split('\n\n').find((part) => part.includes('|')) ?? '';
  return table.trim().split('\n').slice(2).map(parseRow);
}

function parseRow(line: string): DocumentedType {
  const [type = '', value = '', field = '', json = ''] = line
    .split(' | ')
    .map((cell) => cell.replaceAll(/^[| ]+|[| ]+$/g, ''));
  return {
    type: withoutTicks(type),
    value: withoutTicks(value),
    field: field.replace(' \\*', ''),
    json: withoutTicks(json),
  };
}

function withoutTicks(cell: string): string {
  return cell.replaceAll(/^`|`$/g, '');
}
