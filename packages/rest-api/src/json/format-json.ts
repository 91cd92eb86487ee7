/** The JSON text of a value; whole numbers of any size are written out. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? rawJson(member.toString()) : member,
  );
}

/** JSON.stringify writes the text as it is. */
function rawJson(text: string): object {
  return (JSON as unknown as { rawJSON(text: string): object }).rawJSON(text);
}
