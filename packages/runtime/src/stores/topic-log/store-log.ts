import type { LogRecords } from './log-clients.ts';
import type { TopicLog } from './topic-log.ts';

/** What a store needs of the log of its topic. */
export type StoreLog = Pick<TopicLog, 'partitionCount' | 'start' | 'readToEnd' | 'send' | 'close'>;

/** Makes the log of a topic; its records are to be handed to `onRecords`. */
export type OpenStoreLog = (onRecords: (records: LogRecords) => void) => Promise<StoreLog>;
