import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Target } from './target.ts';

/** What of a Redis grows with the records: `DBSIZE`, `XLEN <key>`. It is empty afterwards. */
export function redisTarget(port: number, countCommand: string): Target {
  const count = async (): Promise<number> => Number((await ask(port, countCommand)).slice(1));
  return {
    progress: count,
    count,
    remove: async () => {
      await ask(port, 'FLUSHALL');
    },
  };
}

const sockets = new Map<number, Socket>();

/** Sends an inline command; resolves to the line that is the answer. One at a time. */
async function ask(port: number, command: string): Promise<string> {
  const socket = sockets.get(port) ?? open(port);
  const answer = once(socket, 'data');
  socket.write(`${command}\r\n`);
  return String((await answer)[0]).trim();
}

function open(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  socket.unref();
  sockets.set(port, socket);
  return socket;
}
