import { isConnectError } from './recognise-error.ts';

/**
 * The error and its causes as Java prints them, ending in a newline: `<class>: <message>`, a line `\tat …` for each
 * stack frame, then `Caused by: …`. Errors of this API go by their Java class name, others by their own name.
 * Frames that a cause shares with the error above it are only counted.
 */
export function formatTrace(error: unknown): string {
  return render({ error, caption: '', indent: '', enclosing: [], seen: new Set() });
}

interface Section {
  readonly error: unknown;
  /** In front of the class name: `Caused by: `, `Suppressed: `. */
  readonly caption: string;
  readonly indent: string;
  /** The frames of the error that has this one as its cause. */
  readonly enclosing: readonly string[];
  /** What has been printed already: causes may go round in circles. */
  readonly seen: Set<unknown>;
}

function render(section: Section): string {
  const { error, caption, indent, enclosing, seen } = section;
  if (!(error instanceof Error)) return `${indent}${caption}${String(error)}\n`;
  const title = describeError(error);
  if (seen.has(error)) return `${indent}${caption}[CIRCULAR REFERENCE: ${title}]\n`;
  seen.add(error);
  const frames = framesOf(error);
  const shared = sharedFrames(frames, enclosing);
  const lines = [
    `${caption}${title}`,
    ...frames.slice(0, frames.length - shared).map((frame) => `\tat ${frame}`),
    ...(shared > 0 ? [`\t... ${shared} more`] : []),
  ];
  const own = lines.map((line) => `${indent}${line}\n`).join('');
  return own + renderOthers(section, error, frames);
}

/** The errors that an AggregateError collected, then the cause. */
function renderOthers({ indent, seen }: Section, error: Error, frames: readonly string[]): string {
  const suppressed: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const parts = suppressed.map((inner) =>
    render({ error: inner, caption: 'Suppressed: ', indent: `${indent}\t`, enclosing: frames, seen }),
  );
  const { cause } = error;
  if (cause !== undefined && cause !== null) {
    parts.push(render({ error: cause, caption: 'Caused by: ', indent, enclosing: frames, seen }));
  }
  return parts.join('');
}

function describeError(error: Error): string {
  const name = isConnectError(error) ? error.javaClassName : error.name;
  return error.message === '' ? name : `${name}: ${error.message}`;
}

function framesOf({ stack = '', message }: Error): readonly string[] {
  // The message stands in front of the frames, and may have lines that look like frames.
  const end = stack.indexOf(message) + message.length;
  const lines = stack
    .slice(end)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).map((line) => line.slice(3));
}

function sharedFrames(frames: readonly string[], enclosing: readonly string[]): number {
  let shared = 0;
  while (shared < frames.length && frames.at(-1 - shared) === enclosing.at(-1 - shared)) shared += 1;
  return shared;
}
