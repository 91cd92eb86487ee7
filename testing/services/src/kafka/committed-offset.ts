import { int32, oneRequest, string } from './one-request.ts';

const one = int32(1);

export interface GroupPartition {
  readonly group: string;
  readonly topic: string;
  /** Default 0. */
  readonly partition?: number;
}

/** What a group has committed for a partition, -1 for nothing, from its coordinator at 127.0.0.1:port. */
export async function fetchCommittedOffset(
  port: number,
  { group, topic, partition = 0 }: GroupPartition,
): Promise<bigint> {
  const body = [string(group), one, string(topic), one, int32(partition)];
  const response = await oneRequest(port, { apiKey: 9, apiVersion: 1, body });
  // topic count, topic name, partition count, partition; then what is asked for
  return response.readBigInt64BE(4 + string(topic).length + 4 + 4);
}
