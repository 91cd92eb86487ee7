export type { BrokerLog } from './broker.ts';
export { startDevBroker, type DevBroker, type DevBrokerOptions } from './dev-broker.ts';
export type { FsyncPolicy } from './storage/disk-file.ts';
