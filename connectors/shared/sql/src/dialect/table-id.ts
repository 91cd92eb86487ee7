/** Names a table: `null` where the database has no such level, or the name leaves it open. */
export interface TableId {
  readonly catalog: string | null;
  readonly schema: string | null;
  readonly table: string;
}

/** The parts that there are, outermost first. */
export function partsOf({ catalog, schema, table }: TableId): readonly string[] {
  return [catalog, schema, table].filter((part) => part !== null);
}

/** The name without quotes, as people and stored offsets have it: `public.orders`. */
export function formatTableId(id: TableId): string {
  return partsOf(id).join('.');
}

/** Whether both name the same table. */
export function sameTable(a: TableId, b: TableId): boolean {
  return a.catalog === b.catalog && a.schema === b.schema && a.table === b.table;
}

/**
 * The parts of a name with dots. A part may stand between two `quote` characters, or backticks, or `"`: then dots belong
 * to it, and a quote in it is written twice.
 */
export function splitName(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^(["`])((?:(?!\1).|\1\1)*)\1(?:\.|$)/s.exec(rest);
    if (quoted !== null) {
      const [all, quote = '', content = ''] = quoted;
      parts.push(content.replaceAll(quote + quote, quote));
      if (!all.endsWith('.')) return parts;
      rest = rest.slice(all.length);
      continue;
    }
    const dot = rest.indexOf('.');
    if (dot === -1) return [...parts, rest];
    parts.push(rest.slice(0, dot));
    rest = rest.slice(dot + 1);
  }
}
