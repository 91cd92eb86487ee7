import { DataError, type SourceOffset } from '@sluice/connect-api';
import { emptyHead, formatHead, parseHead, type FileHead } from './file-head.ts';

/** Where reading a log has come to. */
export interface Place {
  /** Of the next byte, within the file; of packed files, of what is in them. */
  readonly position: number;
  /** Device and inode of the file. */
  readonly file: string;
  readonly head: FileHead;
  /** When the file had been written to last, in microseconds since 1970: files rotated later come after it. */
  readonly modifiedUs: number;
  /** The rest of the line at the position is not wanted: the line is too long. */
  readonly isSkipping: boolean;
}

/** What is stored of a place. */
export function offsetOf({ position, file, head, modifiedUs, isSkipping }: Place): SourceOffset {
  const offset = { position, file, head: formatHead(head), modified: modifiedUs };
  return isSkipping ? { ...offset, skipping: true } : offset;
}

/** @throws DataError when it is no offset of this connector. */
export function placeOf(offset: SourceOffset): Place {
  const { position, file = '', head = '', modified = 0, skipping = false } = offset;
  const parsed = typeof head === 'string' ? parseHead(head) : null;
  if (!isCount(position) || typeof file !== 'string' || parsed === null || !isCount(modified)) {
    throw new DataError(
      `An offset of a log has a position of 0 or more, and what the connector has written beside it; it was ${JSON.stringify(offset, bigText)}`,
      { code: 'OFFSET_INVALID' },
    );
  }
  return {
    position: Number(position),
    file,
    head: parsed,
    modifiedUs: Number(modified),
    isSkipping: skipping === true,
  };
}

/** The start of a log of which nothing has been read, and what was rotated after a time. */
export function beginning(modifiedUs: number): Place {
  return { position: 0, file: '', head: emptyHead, modifiedUs, isSkipping: false };
}

function isCount(value: unknown): value is number | bigint {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0;
}

function bigText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
