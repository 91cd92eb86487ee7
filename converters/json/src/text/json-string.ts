const special = /["\\\u0000-\u001f\ud800-\udfff]/;
const allSpecial = /["\\\u0000-\u001f\ud800-\udfff]/g;
const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/** A string as JSON; characters beyond the basic plane as two escapes. */
export function jsonString(text: string): string {
  return special.test(text) ? `"${text.replace(allSpecial, escapeCharacter)}"` : `"${text}"`;
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return shortEscapes.get(character) ?? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
