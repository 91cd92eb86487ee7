import { WireWriter } from '../wire/wire-writer.ts';

/** What `write` writes, behind the four bytes that say how much it is. */
export function sizePrefixed(write: (writer: WireWriter) => void): Buffer[] {
  const writer = new WireWriter();
  writer.int32(0);
  write(writer);
  const bodySize = writer.size - 4;
  const parts = writer.finishParts();
  parts[0]?.writeInt32BE(bodySize, 0);
  return parts;
}
