export { partitionerIssues } from './config/choose-partitioner.ts';
export { storageKeys, type StorageConfig } from './config/storage-keys.ts';
export type { FileStore, StagedFile, StagingPlace } from './files/file-store.ts';
export { OpenStreams, type Parkable } from './files/open-streams.ts';
export { joinPath } from './files/topic-folders.ts';
export { StorageSinkTask, type StorageSinkOptions } from './task/storage-sink-task.ts';
