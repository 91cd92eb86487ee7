/** All but what stands for itself: not control characters, quotes, backslashes and surrogates. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
const allSpecial = new RegExp(special, 'g');
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
