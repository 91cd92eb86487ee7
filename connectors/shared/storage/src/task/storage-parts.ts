import type { FileStore } from '../files/file-store.ts';
import type { TopicFolders } from '../files/topic-folders.ts';
import type { Format } from '../formats/format.ts';
import type { Partitioner } from '../partitioners/partitioner.ts';
import type { RotationRules } from '../rotation/rotation-rules.ts';
import type { Compatibility } from '../schemas/compatibility.ts';

/** What the writers of all partitions share. */
export interface StorageParts {
  readonly store: FileStore;
  readonly format: Format;
  readonly partitioner: Partitioner;
  readonly rules: RotationRules;
  readonly compatibility: Compatibility;
  readonly folders: TopicFolders;
  readonly padWidth: number;
  /** Does something with files, as soon as not too many others do. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
}
