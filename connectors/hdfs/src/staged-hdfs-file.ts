import { ConnectionLostError } from '@sluice/connect-api';
import type { OpenStreams, StagedFile } from '@sluice/connector-storage';
import type { Upload } from './webhdfs/upload.ts';
import type { WebHdfs } from './webhdfs/web-hdfs.ts';

export interface StagedHdfsFileOptions {
  readonly hdfs: WebHdfs;
  readonly streams: OpenStreams;
  readonly path: string;
  /** The path in HDFS of a path in the store. */
  readonly target: (path: string) => string;
  readonly makeFolder: (path: string) => Promise<void>;
}

/** A file under another name until it is complete. While bytes come, a connection to a DataNode stays open for it. */
export class StagedHdfsFile implements StagedFile {
  readonly #options: StagedHdfsFileOptions;
  #upload: Upload | null = null;
  #isMade = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: StagedHdfsFileOptions) {
    this.#options = options;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#options.streams.use(this, async () => {
      const upload = await this.#open();
      await this.#noting(() => upload.write(bytes));
    });
  }

  async finish(): Promise<void> {
    const { streams } = this.#options;
    // A file without records has to be there, too.
    if (!this.#isMade) await streams.use(this, () => this.#open());
    await streams.release(this);
    if (this.#failure !== null) throw this.#failure.error;
  }

  async publish(path: string): Promise<void> {
    const { hdfs, target, makeFolder } = this.#options;
    const destination = target(path);
    const folder = destination.slice(0, destination.lastIndexOf('/'));
    await makeFolder(folder);
    if (await hdfs.rename(this.#options.path, destination)) return;
    // The answer to an earlier attempt may have been lost, or someone before us has shown the same records.
    if ((await hdfs.status(destination)) !== null) return hdfs.remove(this.#options.path);
    await hdfs.makeFolder(folder);
    if (await hdfs.rename(this.#options.path, destination)) return;
    throw new ConnectionLostError(
      `${this.#options.path} could not be renamed to ${destination}: it is not there any more`,
    );
  }

  async discard(): Promise<void> {
    this.#failure ??= { error: new Error('The file was given up') };
    this.#upload?.abort();
    this.#upload = null;
    await this.#options.streams.release(this);
    if (this.#isMade) await this.#options.hdfs.remove(this.#options.path).catch(() => {});
  }

  /** Ends the request: what was written is durable then, and more can be appended. */
  async park(): Promise<void> {
    const upload = this.#upload;
    this.#upload = null;
    if (upload === null) return;
    // Who writes next, or finishes, learns of a failure.
    await this.#noting(() => upload.end()).catch(() => {});
  }

  async #open(): Promise<Upload> {
    if (this.#failure !== null) throw this.#failure.error;
    const { hdfs, path } = this.#options;
    this.#upload ??= await this.#noting(() => hdfs.upload(path, this.#isMade ? 'append' : 'create'));
    this.#isMade = true;
    return this.#upload;
  }

  async #noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }
}
