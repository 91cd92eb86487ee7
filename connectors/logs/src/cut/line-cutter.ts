import type { LineDecoder } from './line-decoder.ts';

const lineFeed = 10;

/** Gets each line without its end, and how many bytes of the chunk are behind it and everything before it. */
export type LineReceiver = (line: string, endInChunk: number) => void;

/**
 * Hands over the complete lines of a chunk, at most so many; returns how many bytes of it they are. What is left is an
 * unfinished line, or lines beyond `maxLines`.
 */
export function cutLines(chunk: Buffer, maxLines: number, lines: LineOptions): number {
  const { decoder, receive } = lines;
  if (decoder.unitBytes === 2) return cutWide(chunk, maxLines, lines);
  const end = chunk.lastIndexOf(lineFeed) + 1;
  if (end === 0) return 0;
  const complete = chunk.subarray(0, end);
  return decoder.isPlain(complete)
    ? cutPlain(complete.toString('latin1'), maxLines, receive)
    : cutBytes(complete, maxLines, lines);
}

export interface LineOptions {
  readonly decoder: LineDecoder;
  readonly receive: LineReceiver;
}

/** Text whose characters are its bytes: lines are parts of it, nothing is copied. */
function cutPlain(text: string, maxLines: number, receive: LineReceiver): number {
  let start = 0;
  for (let count = 0; count < maxLines && start < text.length; count += 1) {
    const feed = text.indexOf('\n', start);
    const end = feed > start && text.charCodeAt(feed - 1) === 13 ? feed - 1 : feed;
    receive(text.slice(start, end), feed + 1);
    start = feed + 1;
  }
  return start;
}

function cutBytes(bytes: Buffer, maxLines: number, { decoder, receive }: LineOptions): number {
  let start = 0;
  for (let count = 0; count < maxLines && start < bytes.length; count += 1) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed > start && bytes[feed - 1] === 13 ? feed - 1 : feed;
    receive(decoder.decode(bytes, start, end), feed + 1);
    start = feed + 1;
  }
  return start;
}

/** In UTF-16 a line feed is two bytes, at an even place. */
function cutWide(bytes: Buffer, maxLines: number, { decoder, receive }: LineOptions): number {
  let start = 0;
  for (let count = 0; count < maxLines; count += 1) {
    const feed = wideFeed(bytes, start, decoder.isLittleEndian);
    if (feed === -1) break;
    const text = decoder.decode(bytes, start, feed);
    receive(text.endsWith('\r') ? text.slice(0, -1) : text, feed + 2);
    start = feed + 2;
  }
  return start;
}

function wideFeed(bytes: Buffer, from: number, isLittleEndian: boolean): number {
  const pair = isLittleEndian ? wideFeedLittle : wideFeedBig;
  for (let at = bytes.indexOf(pair, from); at !== -1; at = bytes.indexOf(pair, at + 1)) {
    if (at % 2 === 0) return at;
  }
  return -1;
}

const wideFeedLittle = Buffer.from([lineFeed, 0]);
const wideFeedBig = Buffer.from([0, lineFeed]);

/** Where the first line of a chunk ends, its line feed included; -1 where it does not. */
export function endOfFirstLine(chunk: Buffer, { unitBytes, isLittleEndian }: LineDecoder): number {
  const feed = unitBytes === 2 ? wideFeed(chunk, 0, isLittleEndian) : chunk.indexOf(lineFeed);
  return feed === -1 ? -1 : feed + unitBytes;
}
