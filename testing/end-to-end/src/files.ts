import { readFile } from 'node:fs/promises';
import { waitFor } from '@sluice/testing-services';
import type { WaitOptions } from '@sluice/testing-services';

/** Waits for a file to hold exactly this. */
export async function untilHolds(file: string, content: string, options?: WaitOptions): Promise<void> {
  await untilMatches(file, (text) => text === content, options);
}

/** Waits for the content of a file to be as wanted; resolves to it. */
export async function untilMatches(
  file: string,
  isWanted: (text: string) => boolean,
  options?: WaitOptions,
): Promise<string> {
  return waitFor(
    `what should be in ${file}`,
    async () => {
      const text = await readFile(file, 'utf8');
      if (isWanted(text)) return text;
      throw new Error(`its ${text.length} characters end in ${JSON.stringify(text.slice(-500))}`);
    },
    options,
  );
}

/** `count` numbered lines, from `first` on. */
export function numberedLines(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `line ${first + index}\n`).join('');
}
