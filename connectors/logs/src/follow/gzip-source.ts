import type { FileHandle } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';

/**
 * What is packed in a gzip file. Positions are those of the unpacked bytes; going back unpacks it again from its start.
 *
 * ```
 *   0              #origin                     #origin + #window.length
 *   | unpacked and | unpacked, perhaps not yet | still packed
 *   | let go of    | asked for                 |
 * ```
 */
export class GzipSource implements ByteSource {
  readonly #handle: FileHandle;
  #stream: AsyncIterator<Buffer> | null = null;
  #gunzip: Gunzip | null = null;
  #window: Buffer = Buffer.alloc(0);
  #origin = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async read(target: Buffer, position: number): Promise<number> {
    if (this.#stream === null || position < this.#origin) this.#restart();
    while (this.#origin + this.#window.length < position + target.length) {
      this.#forgetBefore(position);
      const next = await this.#stream?.next();
      if (next === undefined || next.done === true) break;
      this.#window = this.#window.length === 0 ? next.value : Buffer.concat([this.#window, next.value]);
    }
    const from = position - this.#origin;
    return from >= this.#window.length ? 0 : this.#window.copy(target, 0, from);
  }

  async close(): Promise<void> {
    this.#gunzip?.destroy();
    await this.#handle.close();
  }

  #restart(): void {
    this.#gunzip?.destroy();
    const packed = this.#handle.createReadStream({ start: 0, autoClose: false });
    const gunzip = createGunzip();
    packed.on('error', (error) => gunzip.destroy(error));
    this.#gunzip = packed.pipe(gunzip);
    this.#stream = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#window = Buffer.alloc(0);
    this.#origin = 0;
  }

  #forgetBefore(position: number): void {
    const surplus = Math.min(position - this.#origin, this.#window.length);
    if (surplus <= 0) return;
    this.#window = this.#window.subarray(surplus);
    this.#origin += surplus;
  }
}
