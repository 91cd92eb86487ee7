import type { EventParser } from './event-parser.ts';

const pair = /\s*([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?(?=\s|$)/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** `level=info msg="it \"works\"" retry`: a map of texts; a name alone is `true`. */
export const parseLogfmt: EventParser = (text) => {
  const fields = new Map<string, string | boolean>();
  const end = text.trimEnd().length;
  pair.lastIndex = 0;
  while (pair.lastIndex < end) {
    const at = pair.lastIndex;
    const match = pair.exec(text);
    if (match === null) return `it is no logfmt at character ${at + 1}`;
    const [, name = '', quoted, plain] = match;
    fields.set(name, quoted === undefined ? (plain ?? true) : unescaped(quoted));
  }
  return fields.size === 0 ? 'it is empty' : { schema: null, value: fields };
};

function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(.)/gs, (_all, character: string) => escapes[character] ?? character)
    : text;
}
