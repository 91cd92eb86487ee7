/** What a request asks for. */
export interface RequestTarget {
  /** Percent-encoded, without matrix parameters (`/a;x=y` is `/a`). */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** Reads the target of a request line, in origin form (`/a?b`) or absolute form (`http://host/a?b`). */
export function parseRequestTarget(target: string): RequestTarget {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  const path = mark === -1 ? local : local.slice(0, mark);
  return { path: path.replaceAll(/;[^/]*/g, '') || '/', query: mark === -1 ? '' : local.slice(mark + 1) };
}

/** Paths that servers and proxies understand differently, and those that nobody understands. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/\/\//, 'Ambiguous path: it contains an empty segment (//)'],
  [/%2f/i, 'Ambiguous path: it contains an encoded slash (%2F)'],
  [/%5c|\\/i, 'Ambiguous path: it contains a backslash'],
  [/%25/, 'Ambiguous path: it contains an encoded percent sign (%25)'],
  [/\/(?:%2e(?:\.|%2e)?|\.%2e)(?:\/|$)/i, 'Ambiguous path: it contains an encoded dot segment'],
  [/%(?![0-9a-f]{2})/i, 'Malformed path: it contains a percent sign without two hexadecimal digits'],
  [/%00/, 'Malformed path: it contains the character U+0000'],
  [/[^\w\-.~!$&'()*+,;=:@%/]/, 'Malformed path: it contains a character that must be percent-encoded'],
];

/** Why a path cannot be served, `null` when it can. */
export function pathProblem(path: string): string | null {
  const problem = refused.find(([pattern]) => pattern.test(path));
  if (problem !== undefined) return problem[1];
  return decoded(path) === null ? 'Malformed path: its percent-encoded bytes are not UTF-8' : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
