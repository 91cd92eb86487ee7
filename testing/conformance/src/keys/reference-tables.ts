import { readFileSync } from 'node:fs';

/** A key as a definition of Kafka 4.3 prints it. */
export interface ReferenceKey {
  readonly name: string;
  readonly type: string;
  /** `REQUIRED` when it has none. */
  readonly default: string;
  readonly importance: string;
}

const files = [
  'ak-4.3.0-configdef-distributed',
  'ak-4.3.0-configdefs-standalone-source-sink-mm2-json',
  'ak-4.3.0-configdefs-smt-predicates',
];

/** The keys of all definitions of the reference, by the name of the definition. */
export function readReferenceTables(): ReadonlyMap<string, readonly ReferenceKey[]> {
  return new Map(files.flatMap((name) => parseTables(readFileSync(fileUrl(name), 'utf8'))));
}

function fileUrl(name: string): URL {
  return new URL(`./fixtures/${name}.txt`, import.meta.url);
}

/** Each table is headed by `## name (count)`; its lines are `key | type | default | importance`. */
function parseTables(text: string): [string, readonly ReferenceKey[]][] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const [, name = '', count = ''] = /^(\S+) \((\d+)\)$/.exec(heading) ?? [];
      const keys = lines.filter((line) => line.includes(' | ')).map(parseKey);
      if (keys.length !== Number(count)) throw new Error(`${name}: ${keys.length} keys instead of ${count}`);
      return [name, keys];
    });
}

function parseKey(line: string): ReferenceKey {
  const [name = '', type = '', defaultText = '', importance = ''] = line.split(' | ');
  return { name, type, default: defaultText, importance };
}
