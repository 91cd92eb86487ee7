/** A reference to a value that a provider knows: `${provider:path:key}`, or `${provider:key}` with an empty path. */
export interface Reference {
  readonly provider: string;
  readonly path: string;
  readonly key: string;
}

// The first colon ends the provider, the second the path; the key may hold colons, and nothing a brace that closes.
const pattern = /\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}/g;

/** Whether there is a reference in a text. */
export function hasReference(text: string): boolean {
  return text.search(pattern) >= 0;
}

/** The references in a text, in their order. */
export function findReferences(text: string): Reference[] {
  return Array.from(text.matchAll(pattern), referenceOf);
}

/** The text with its references replaced; those without a value stay. What replaces them is not looked at again. */
export function replaceReferences(
  text: string,
  valueOf: (reference: Reference) => string | undefined,
): string {
  return text.replace(pattern, (...match) => valueOf(referenceOf(match)) ?? match[0]);
}

/** A reference as users write it. */
export function formatReference({ provider, path, key }: Reference): string {
  return path === '' ? `\${${provider}:${key}}` : `\${${provider}:${path}:${key}}`;
}

/** Whether a text is nothing but references, and so tells no secret. */
export function isReferenceOnly(text: string): boolean {
  return text !== '' && text.replace(pattern, '') === '';
}

function referenceOf([, provider = '', , path = '', key = '']: readonly unknown[]): Reference {
  return { provider, path, key } as Reference;
}
