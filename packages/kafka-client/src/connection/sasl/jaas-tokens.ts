/** A piece of a JAAS configuration: a word, a quoted string, a number (which has no text), or one other character. */
export interface JaasToken {
  readonly kind: 'word' | 'string' | 'number' | 'sign';
  readonly text: string;
}

const space = /\s+|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|\/[^\r\n]*/y;
const number = /-?(?:\d[\d.]*|\.\d[\d.]*)/y;
const word = /[A-Za-z_$\u00a0-\uffff][\w$.\-\u00a0-\uffff]*/y;
const quoted = /(["'])((?:\\[^\r\n]|(?!\1)[^\\\r\n])*)(?:\1|\\?(?=[\r\n])|\\?$)/y;
const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Cuts a text as the StreamTokenizer does by which Java reads `sasl.jaas.config`. */
export function jaasTokens(text: string): JaasToken[] {
  const tokens: JaasToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    if (take(space) !== null) continue;
    tokens.push(nextToken(take) ?? { kind: 'sign', text: text[at++] ?? '' });
  }
  return tokens;
}

function nextToken(take: (pattern: RegExp) => RegExpExecArray | null): JaasToken | null {
  const string = take(quoted);
  if (string !== null) return { kind: 'string', text: unescape(string[2] ?? '') };
  if (take(number) !== null) return { kind: 'number', text: '' };
  const plain = take(word);
  return plain === null ? null : { kind: 'word', text: plain[0] };
}

function unescape(text: string): string {
  return text.replaceAll(/\\([0-3]?[0-7]{1,2}|[^])/g, (_, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8));
    return escapes[escaped] ?? escaped;
  });
}
