/** A file that is written where no reader looks, and shown when it is complete. */
export interface StagedFile {
  /** Takes the next bytes; resolves when they are not needed any more, and others may be given. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more is written; resolves when all of it is durable. */
  finish(): Promise<void>;
  /** Shows it at its place, whole. A file that is there already has the same records: it stays, and this one goes. */
  publish(path: string): Promise<void>;
  /** Gives it up; never throws. */
  discard(): Promise<void>;
}

/** Where files go. Paths are separated by `/`; what throws a RetriableError may pass by itself. */
export interface FileStore {
  /** Begins a file that will be at home in `folder`; nothing need happen before it is written. */
  stage(place: StagingPlace): StagedFile;
  /** The names of the files in a folder that come after a name; none when there is no such folder. */
  list(folder: string, after: string | null): Promise<readonly string[]>;
  /** The names of all files below a folder, whatever depth. */
  listDeep(folder: string): Promise<readonly string[]>;
  /** Removes a folder with all that is in it; nothing happens where there is none. */
  removeFolder(folder: string): Promise<void>;
  close(): Promise<void>;
}

export interface StagingPlace {
  /** The folder for what is unfinished of a partition, which is removed as a whole when somebody else takes over. */
  readonly stagingFolder: string;
  readonly extension: string;
}
