/** What is wrong with a request body, and where: lines and columns count from 1, a column is a UTF-16 unit. */
export class RequestBodyError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(problem: string, source: { readonly text: string; readonly offset: number }) {
    const before = source.text.slice(0, source.offset);
    const line = before.split('\n').length;
    const column = source.offset - before.lastIndexOf('\n');
    super(`${problem}, at line ${line}, column ${column}`);
    this.name = 'RequestBodyError';
    this.line = line;
    this.column = column;
  }
}
