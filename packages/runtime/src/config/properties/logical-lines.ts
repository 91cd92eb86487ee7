/** An entry of a properties file, its continuation lines joined to it. */
export interface LogicalLine {
  readonly text: string;
  /** The line in the file that it begins in, from 1. */
  readonly number: number;
}

/**
 * The entries of a properties file as Java cuts them: without comments, blank lines and the blanks that lines begin
 * with. A line that ends in an odd number of backslashes goes on in the next one; when the file ends there, Java takes
 * even a lone backslash for an entry.
 */
export function* logicalLines(file: string): Generator<LogicalLine> {
  let text = '';
  let number = 0;
  let isOpen = false;
  for (const [index, natural] of withoutLastLineEnd(file)
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (text === '') {
      isOpen = false;
      if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
      number = index + 1;
    }
    text += line;
    isOpen = endsInOddBackslashes(line);
    if (isOpen) {
      text = text.slice(0, -1);
    } else {
      yield { text, number };
      text = '';
    }
  }
  if (isOpen) yield { text, number };
}

/** Without a line feed or carriage return at the very end; the two together are a line of their own to Java here. */
function withoutLastLineEnd(file: string): string {
  return file.replace(/(?<!\r)\n$|\r$/, '');
}

function endsInOddBackslashes(line: string): boolean {
  let start = line.length;
  while (start > 0 && line[start - 1] === '\\') start -= 1;
  return (line.length - start) % 2 === 1;
}
