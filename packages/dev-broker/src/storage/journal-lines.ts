import { crc32 } from 'node:zlib';

// A line is eight hexadecimal digits of CRC-32, a space, the entry as JSON, and a line feed.
const checksumDigits = 8;
const lineFeed = 0x0a;

export interface DecodedJournal {
  readonly entries: readonly unknown[];
  /** Bytes up to the end of the last whole line; what follows was being written when the process ended. */
  readonly validSize: number;
}

export function encodeJournalLine(entry: unknown): Buffer {
  const json = JSON.stringify(entry);
  const checksum = crc32(json).toString(16).padStart(checksumDigits, '0');
  return Buffer.from(`${checksum} ${json}\n`);
}

/** Throws where a damaged line stands before a good one: that is no write cut short, and nothing to skip silently. */
export function decodeJournal(content: Buffer): DecodedJournal {
  const entries: unknown[] = [];
  let validSize = 0;
  let position = 0;
  let damagedAt: number | null = null;
  while (position < content.length) {
    const end = lineEnd(content, position);
    const json = checkedJson(content.subarray(position, end));
    if (json === null) damagedAt ??= position;
    else if (damagedAt !== null) throw new Error(`damaged at byte ${damagedAt}, with good entries behind it`);
    else {
      entries.push(JSON.parse(json));
      validSize = end;
    }
    position = end;
  }
  return { entries, validSize };
}

function lineEnd(content: Buffer, start: number): number {
  const end = content.indexOf(lineFeed, start);
  return end === -1 ? content.length : end + 1;
}

function checkedJson(line: Buffer): string | null {
  if (line.at(-1) !== lineFeed) return null;
  const text = line.toString('utf8', 0, line.length - 1);
  const json = text.slice(checksumDigits + 1);
  const checksum = crc32(json).toString(16).padStart(checksumDigits, '0');
  return text.startsWith(`${checksum} `) ? json : null;
}
