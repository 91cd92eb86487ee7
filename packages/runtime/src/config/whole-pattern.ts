/**
 * Reads a pattern, which whole names must match, as it is written for Java. The rules of `u` refuse what means something else in Java, instead of
 * matching other names; what they refuse though it means the same is written anew: escapes of characters that need
 * none, and flags at the beginning.
 */
export function wholePattern(regex: string): RegExp {
  const [, flags = '', rest = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(regex) ?? [];
  const pattern = rest.replace(/\\([^])/g, (escape, character: string) =>
    /[ -/:-@[-`{-~]/.test(character) ? hexEscape(character) : escape,
  );
  // By itself first: what is not balanced could go well with what stands around it.
  return new RegExp(`^(?${flags}:${new RegExp(pattern, 'u').source})$`, 'u');
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
