import { SchemaBuilder, Struct } from '@sluice/connect-api';
import type { EventParser } from './event-parser.ts';

/** The named groups of an expression, each an optional text. */
export function regexParser(source: string): EventParser {
  const pattern = new RegExp(source, 'u');
  const names = groupNames(source);
  const builder = SchemaBuilder.struct();
  for (const name of names) builder.field(name, SchemaBuilder.string().optional().build());
  const schema = builder.build();
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return 'it does not match format.regex';
    const struct = new Struct(schema);
    names.forEach((name, index) => struct.putAt(index, groups[name] ?? null));
    return { schema, value: struct };
  };
}

/** In the order in which they stand in the expression. */
export function groupNames(source: string): readonly string[] {
  const anything = new RegExp(`(?:${source})|`, 'u').exec('');
  return Object.keys(anything?.groups ?? {});
}
