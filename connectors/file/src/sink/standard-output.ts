import type { LineOutput } from './line-output.ts';

/** Prints to the standard output of the process. */
export class StandardOutput implements LineOutput {
  open(): Promise<void> {
    return Promise.resolve();
  }

  write(text: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
