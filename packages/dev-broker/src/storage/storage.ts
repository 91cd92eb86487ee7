/** A file that only grows, but for the cut that recovery makes. */
export interface StoredFile {
  readonly size: number;
  /**
   * Adds the parts at the end. Once it resolves, the bytes outlive the process.
   * A rejected append leaves the file as it was. Appends must not overlap each other.
   */
  append(parts: readonly Uint8Array[]): Promise<void>;
  /** At most `length` bytes: fewer where the file ends. */
  read(position: number, length: number): Promise<Buffer>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** Where a broker keeps what must outlive it. Paths are relative, with `/` between their parts. */
export interface Storage {
  /** Opens a file to read and append, created empty with its folders where missing. */
  open(path: string): Promise<StoredFile>;
  /** The whole content; null where there is no such file. */
  readAll(path: string): Promise<Buffer | null>;
  /** Puts the content in the place of the file's old one: readers see one or the other, never a mixture. */
  replace(path: string, content: Uint8Array): Promise<void>;
  /** Gives a file another name in the place of whatever had that; nothing happens where there is no such file. */
  rename(from: string, to: string): Promise<void>;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Removes a file, or a folder with all that is in it; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}
