import { ConfigError } from '@sluice/connect-api';
import { logicalLines } from './logical-lines.ts';

/**
 * Reads a Java properties file as `java.util.Properties` does from a stream: bytes are ISO-8859-1, characters beyond
 * it are written `\uXXXX`.
 * @throws ConfigError naming the line of a `\u` that is not followed by four hexadecimal digits.
 */
export function parseProperties(bytes: Uint8Array): Record<string, string> {
  return parsePropertiesText(Buffer.from(bytes).toString('latin1'));
}

/**
 * Reads properties that are text already. The last of two equal keys wins; blanks at the end of a value are part of
 * it, and so is a byte order mark at the beginning of the first key.
 * @throws ConfigError as {@link parseProperties}.
 */
export function parsePropertiesText(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const { text: entry, number } of logicalLines(text)) {
    const keyEnd = endOfKey(entry);
    // Keys such as `__proto__` are keys like others.
    Object.defineProperty(properties, unescape(entry.slice(0, keyEnd), number), {
      value: unescape(entry.slice(startOfValue(entry, keyEnd)), number),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return properties;
}

/** A key ends before the first separator or blank without a backslash. */
function endOfKey(entry: string): number {
  let at = 0;
  while (at < entry.length && !'=: \t\f'.includes(entry[at] as string)) at += entry[at] === '\\' ? 2 : 1;
  return Math.min(at, entry.length);
}

/** One separator and the blanks around it belong to neither key nor value. */
function startOfValue(entry: string, keyEnd: number): number {
  return keyEnd + (/^[ \t\f]*[=:]?[ \t\f]*/.exec(entry.slice(keyEnd))?.[0].length ?? 0);
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string, line: number): string {
  return text.replace(/\\(?:u([^]{0,4})|([^]?))/g, (_match, hex: string | undefined, character: string) => {
    if (hex === undefined) return escapes[character] ?? character;
    if (/^[0-9a-fA-F]{4}$/.test(hex)) return String.fromCharCode(parseInt(hex, 16));
    throw new ConfigError(
      `Malformed \\uxxxx encoding. The entry that begins in line ${line} is not readable`,
      {
        code: 'CONFIG_FILE_INVALID',
      },
    );
  });
}
