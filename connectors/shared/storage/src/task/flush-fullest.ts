import type { OpenFile } from './open-file.ts';
import type { PartitionWriter } from './partition-writer.ts';
import type { StorageParts } from './storage-parts.ts';

export interface FlushOptions {
  readonly maxBytes: number;
  readonly limit: StorageParts['limit'];
  readonly onFailure: (writer: PartitionWriter, error: unknown) => void;
}

/** Writes what full blocks there are, and beyond the limit also the largest of the others until half of it is free. */
export async function flushFullest(
  writers: readonly PartitionWriter[],
  options: FlushOptions,
): Promise<void> {
  const { maxBytes, limit, onFailure } = options;
  const chosen: { readonly writer: PartitionWriter; readonly file: OpenFile }[] = [];
  const others: { readonly writer: PartitionWriter; readonly file: OpenFile }[] = [];
  let heldBytes = 0;
  for (const writer of writers) {
    for (const file of writer.openFiles) {
      const { encoder } = file;
      if (encoder.heldBytes >= encoder.blockBytes) chosen.push({ writer, file });
      else if (encoder.heldBytes > 0) others.push({ writer, file });
      heldBytes += encoder.heldBytes;
    }
  }
  if (heldBytes > maxBytes) {
    let excess = heldBytes - chosen.reduce((sum, { file }) => sum + file.encoder.heldBytes, 0) - maxBytes / 2;
    others.sort((one, other) => other.file.encoder.heldBytes - one.file.encoder.heldBytes);
    for (const entry of others) {
      if (excess <= 0) break;
      excess -= entry.file.encoder.heldBytes;
      chosen.push(entry);
    }
  }
  await Promise.all(
    chosen.map(({ writer, file }) =>
      limit(() => file.flush()).catch((error: unknown) => onFailure(writer, error)),
    ),
  );
}
