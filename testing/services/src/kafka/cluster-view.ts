import { int32, oneRequest } from './one-request.ts';

export interface ClusterView {
  readonly clusterId: string;
  /** Ids of the brokers that are up and not fenced. */
  readonly brokerIds: readonly number[];
}

/** What the broker at 127.0.0.1:port says of its cluster, by a Metadata request without topics. */
export async function fetchClusterView(port: number): Promise<ClusterView> {
  const noTopics = int32(0);
  return decode(await oneRequest(port, { apiKey: 3, apiVersion: 2, body: [noTopics] }));
}

function decode(response: Buffer): ClusterView {
  let at = 0;
  const readInt32 = (): number => {
    at += 4;
    return response.readInt32BE(at - 4);
  };
  const readString = (): string => {
    const length = response.readInt16BE(at);
    const start = at + 2;
    at = start + Math.max(length, 0);
    return response.toString('utf8', start, at);
  };
  const brokerIds = Array.from({ length: readInt32() }, () => {
    const id = readInt32();
    readString(); // host
    readInt32(); // port
    readString(); // rack
    return id;
  });
  return { clusterId: readString(), brokerIds };
}
