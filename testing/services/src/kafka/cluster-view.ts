import { createConnection } from 'node:net';

export interface ClusterView {
  readonly clusterId: string;
  /** Ids of the brokers that are up and not fenced. */
  readonly brokerIds: readonly number[];
}

/*
 * One Metadata request, version 2, written by hand: the broker is judged by it, so it shares no code with the
 * client that is tested against the broker.
 */
const requestFields = [
  '0000000e', // length of what follows
  '0003', // api key: Metadata
  '0002', // api version
  '00000001', // correlation id
  'ffff', // client id: null
  '00000000', // topics: none
];
const request = Buffer.from(requestFields.join(''), 'hex');
const timeoutMs = 2000;

/** What the broker at 127.0.0.1:port says of its cluster. */
export async function fetchClusterView(port: number): Promise<ClusterView> {
  return decode(await exchange(port));
}

function exchange(port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = createConnection({ port, host: '127.0.0.1', timeout: timeoutMs }, () =>
      socket.write(request),
    );
    socket.on('error', reject);
    socket.on('timeout', () => socket.destroy(new Error(`no Metadata answer within ${timeoutMs} ms`)));
    socket.on('close', () => reject(new Error('the connection was closed before the Metadata answer')));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const received = Buffer.concat(chunks);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received);
      socket.destroy();
    });
  });
}

function decode(response: Buffer): ClusterView {
  let at = 8; // after length and correlation id
  const int32 = (): number => {
    at += 4;
    return response.readInt32BE(at - 4);
  };
  const nullableString = (): string => {
    const length = response.readInt16BE(at);
    const start = at + 2;
    at = start + Math.max(length, 0);
    return response.toString('utf8', start, at);
  };
  const brokerIds = Array.from({ length: int32() }, () => {
    const id = int32();
    nullableString(); // host
    int32(); // port
    nullableString(); // rack
    return id;
  });
  return { clusterId: nullableString(), brokerIds };
}
