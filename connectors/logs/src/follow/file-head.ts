import { hash } from 'node:crypto';
import type { ByteSource } from './byte-source.ts';

/** So many bytes at the start of a file tell it from others. */
const maxHeadBytes = 512;

/** What a file begins with: the length of the part looked at, and its hash. */
export interface FileHead {
  readonly length: number;
  readonly hash: string;
}

export const emptyHead: FileHead = { length: 0, hash: '' };

/** @param limit - how much of the start to look at, where not all of it is to count. */
export async function readHead(source: ByteSource, limit = maxHeadBytes): Promise<FileHead> {
  const bytes = Buffer.alloc(Math.min(limit, maxHeadBytes));
  const length = bytes.length === 0 ? 0 : await source.read(bytes, 0);
  return length === 0 ? emptyHead : { length, hash: hashOf(bytes.subarray(0, length)) };
}

/** Whether a file still begins with what it began with; every file begins with nothing. */
export async function beginsWith(source: ByteSource, head: FileHead): Promise<boolean> {
  if (head.length === 0) return true;
  const now = await readHead(source, head.length);
  return now.length === head.length && now.hash === head.hash;
}

/** Whether a longer start would tell more. */
export function mayGrow({ length }: FileHead): boolean {
  return length < maxHeadBytes;
}

export function formatHead({ length, hash: text }: FileHead): string {
  return length === 0 ? '' : `${length}:${text}`;
}

/** @returns `null` when it is not what `formatHead` writes. */
export function parseHead(text: string): FileHead | null {
  if (text === '') return emptyHead;
  const [, length, hex] = /^(\d{1,3}):([0-9a-f]{16})$/.exec(text) ?? [];
  return length === undefined || hex === undefined ? null : { length: Number(length), hash: hex };
}

function hashOf(bytes: Buffer): string {
  return hash('sha1', bytes, 'hex').slice(0, 16);
}
