export { PartitionLog } from './log/partition-log.ts';
