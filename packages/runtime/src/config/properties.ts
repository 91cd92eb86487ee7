import { ConfigError } from '@sluice/connect-api';

/**
 * Reads a Java properties file. Such files are ISO-8859-1; characters beyond it are written `\uXXXX`. The last of
 * two equal keys wins; blanks at the end of a value are part of it.
 * @throws ConfigError when a `\u` is not followed by four hexadecimal digits.
 */
export function parseProperties(bytes: Uint8Array): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const line of logicalLines(Buffer.from(bytes).toString('latin1'))) {
    const separator = /^((?:\\[^]|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*([^]*)$/.exec(line);
    const [, key = '', value = ''] = separator ?? [];
    Object.defineProperty(properties, unescape(key), {
      value: unescape(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return properties;
}

/** Lines without comments and blank lines, each joined with those that continue it. */
function* logicalLines(text: string): Generator<string> {
  let continued: string | null = null;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (continued === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const whole: string = (continued ?? '') + line;
    const continues = (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    if (continues) {
      continued = whole.slice(0, -1);
    } else {
      continued = null;
      yield whole;
    }
  }
  if (continued !== null && continued !== '') yield continued;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([^]{0,4})|([^]?))/g, (_match, hex: string | undefined, character: string) => {
    if (hex === undefined) return escapes[character] ?? character;
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
      throw new ConfigError('Malformed \\uxxxx encoding.', { code: 'CONFIG_FILE_INVALID' });
    }
    return String.fromCharCode(parseInt(hex, 16));
  });
}
