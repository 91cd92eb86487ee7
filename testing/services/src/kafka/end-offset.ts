import { int32, int64, oneRequest, string } from './one-request.ts';

const latest = int64(-1n);
const noReplica = int32(-1);
const one = int32(1);

export interface Partition {
  readonly topic: string;
  /** Default 0. */
  readonly partition?: number;
}

/** The offset that the next record will get, from the partition's leader at 127.0.0.1:port. */
export async function fetchEndOffset(port: number, { topic, partition = 0 }: Partition): Promise<bigint> {
  const body = [noReplica, one, string(topic), one, int32(partition), latest];
  const response = await oneRequest(port, { apiKey: 2, apiVersion: 1, body });
  // topic count, topic name, partition count, partition; then what is asked for
  const at = 4 + string(topic).length + 4 + 4;
  const errorCode = response.readInt16BE(at);
  if (errorCode !== 0)
    throw new Error(`The end of ${topic}-${partition} is not known: error code ${errorCode}`);
  return response.readBigInt64BE(at + 2 + 8);
}
