import {
  joinPath,
  OpenStreams,
  type FileStore,
  type StagedFile,
  type StagingPlace,
} from '@sluice/connector-storage';
import { StagedHdfsFile } from './staged-hdfs-file.ts';
import type { WebHdfs } from './webhdfs/web-hdfs.ts';

const openByDefault = 250;
/** Gateways end requests that bring nothing for half a minute. */
const idleMs = 15_000;
const mostKnownFolders = 10_000;

/** Files of HDFS below a folder. */
export class HdfsStore implements FileStore {
  readonly #hdfs: WebHdfs;
  readonly #root: string;
  readonly #streams: OpenStreams;
  readonly #folders = new Set<string>();
  readonly #idleTimer: NodeJS.Timeout;

  /** @param mostOpen - how many files are written at a time over open connections; 250 where it is not positive. */
  constructor(hdfs: WebHdfs, options: { readonly root: string; readonly mostOpen: number }) {
    this.#hdfs = hdfs;
    this.#root = options.root;
    this.#streams = new OpenStreams(options.mostOpen > 0 ? options.mostOpen : openByDefault);
    this.#idleTimer = setInterval(() => void this.#streams.parkIdle(idleMs), idleMs / 3);
    this.#idleTimer.unref();
  }

  stage({ stagingFolder, extension }: StagingPlace): StagedFile {
    return new StagedHdfsFile({
      hdfs: this.#hdfs,
      streams: this.#streams,
      path: this.#path(joinPath(stagingFolder, `${crypto.randomUUID()}_tmp${extension}`)),
      target: (path) => this.#path(path),
      makeFolder: (path) => this.#makeFolder(path),
    });
  }

  async list(folder: string, after: string | null): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const page of this.#hdfs.list(this.#path(folder), after)) {
      for (const { name, isFile } of page) if (isFile) names.push(name);
    }
    return names;
  }

  async listDeep(folder: string): Promise<readonly string[]> {
    const names: string[] = [];
    const folders = [this.#path(folder)];
    for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
      for await (const page of this.#hdfs.list(next, null)) {
        for (const { name, isFile } of page) {
          if (isFile) names.push(name);
          else folders.push(`${next}/${name}`);
        }
      }
    }
    return names;
  }

  async removeFolder(folder: string): Promise<void> {
    await this.#hdfs.remove(this.#path(folder));
  }

  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    await this.#streams.closeAll();
    this.#hdfs.close();
  }

  /** A folder that was made once is taken to stay; renaming into it tells otherwise. */
  async #makeFolder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    await this.#hdfs.makeFolder(path);
    if (this.#folders.size >= mostKnownFolders) this.#folders.clear();
    this.#folders.add(path);
  }

  #path(path: string): string {
    return `/${joinPath(this.#root.replace(/^\/+/, ''), path.replace(/^\/+/, ''))}`;
  }
}
