/** The parts of a text between colons, without empty ones at its end. */
export function colonParts(text: string): readonly string[] {
  const parts = text.split(':');
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}
