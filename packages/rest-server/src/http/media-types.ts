const json: ReadonlySet<string> = new Set(['*', '*/*', 'application/*', '*/json', 'application/json']);

/** The type of `type/subtype; parameters`, in lower case. */
function mediaType(text: string): string {
  return (text.split(';')[0] ?? '').trim().toLowerCase();
}

/** Whether an `Accept` header lets JSON through; its weights are not looked at. */
export function acceptsJson(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(mediaType);
  return ranges.every((range) => range === '') || ranges.some((range) => json.has(range));
}

/** What a `Content-Type` header says: JSON, something else, or nothing. */
export function contentKind(contentType: string | undefined): 'json' | 'other' | 'none' {
  const type = mediaType(contentType ?? '');
  if (type === '') return 'none';
  return type === 'application/json' ? 'json' : 'other';
}
