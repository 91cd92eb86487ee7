/** Writes text somewhere; resolves when it is written. */
export type WriteText = (text: string) => Promise<void>;

export function writeStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
