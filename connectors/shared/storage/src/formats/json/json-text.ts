/** What cannot stand for itself in a JSON string: control characters, quotes, backslashes and single surrogates. */
// oxlint-disable-next-line no-control-regex
const special = /[\u0000-\u001f"\\\ud800-\udfff]/;

export function jsonString(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

export function base64Text(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}"`;
}
