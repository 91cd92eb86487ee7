import { extname } from 'node:path';

/** What rotation puts behind a name, or before its extension: numbers, dates, `old`, and `gz` at the end. */
const afterName = /^(?:[.\-_](?:\d[\dT:._-]*|old|bak|prev))+(?:\.gz)?$/;
const packedOnly = '.gz';
const separator = /[.\-_]/g;

/** Whether a file beside another one is what that was before it was rotated: `app.log.2.gz` of `app.log`. */
export function isRotationOf(name: string, current: string): boolean {
  if (name === current) return false;
  if (name.startsWith(current)) {
    const rest = name.slice(current.length);
    return rest === packedOnly || afterName.test(rest);
  }
  const extension = extname(current);
  if (extension === '') return false;
  const stem = current.slice(0, -extension.length);
  if (!name.startsWith(stem)) return false;
  const rest = name.slice(stem.length);
  const unpacked = rest.endsWith(packedOnly) ? rest.slice(0, -packedOnly.length) : rest;
  return unpacked.endsWith(extension) && afterName.test(unpacked.slice(0, -extension.length));
}

/** All names of which a file may be a rotation: few, however many files are beside it. */
export function currentsOf(name: string): string[] {
  const unpacked = name.endsWith(packedOnly) ? name.slice(0, -packedOnly.length) : name;
  const extension = extname(unpacked);
  const starts = [...name.matchAll(separator)].map(({ index }) => name.slice(0, index));
  const candidates = new Set([...starts, ...starts.map((start) => start + extension), unpacked]);
  return [...candidates].filter((current) => isRotationOf(name, current));
}
