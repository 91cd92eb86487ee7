import { randomBytes } from 'node:crypto';
import type { Storage } from '../storage/storage.ts';

const formatPath = 'broker.json';
const currentFormat = 1;

/** What a data folder says of itself. */
export interface FolderFormat {
  /** Counts up whenever older brokers could not read the folder any more. */
  readonly format: number;
  readonly clusterId: string;
}

/** Reads what the folder is, or makes it a new one. Throws where a newer broker wrote it. */
export async function openFolderFormat(storage: Storage): Promise<FolderFormat> {
  const content = await storage.readAll(formatPath);
  if (content === null) return createFormat(storage);
  const found = parseFormat(content.toString());
  if (found.format > currentFormat) {
    throw new Error(
      `The data folder has format ${found.format}, and this version knows formats up to ${currentFormat}: ` +
        'start the newer version that wrote it, or use another folder.',
    );
  }
  return found;
}

async function createFormat(storage: Storage): Promise<FolderFormat> {
  const created = { format: currentFormat, clusterId: randomBytes(16).toString('base64url') };
  await storage.replace(formatPath, Buffer.from(`${JSON.stringify(created)}\n`));
  return created;
}

function parseFormat(content: string): FolderFormat {
  try {
    const { format, clusterId } = JSON.parse(content) as Partial<FolderFormat>;
    if (typeof format === 'number' && typeof clusterId === 'string') return { format, clusterId };
  } catch {
    // Falls through to the same answer as JSON that says something else.
  }
  throw new Error(
    `${formatPath} in the data folder is not what a broker writes: it may be the folder of something else.`,
  );
}
