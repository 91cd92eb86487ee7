/**
 * Writes characters beyond ASCII as escapes. With a single one that is not Latin-1, V8 keeps the whole text of a module
 * with two bytes for each character, for as long as the module is there.
 */
export function asciiOnly(code: string): string {
  return code.replace(/[^\0-\x7f]/g, escape);
}

/** Of one UTF-16 unit: two escapes in a row are one character, in regular expressions too. */
function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
