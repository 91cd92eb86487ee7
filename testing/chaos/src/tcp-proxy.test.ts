import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy } from './tcp-proxy.ts';

const echo = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
let proxy: TcpProxy;

beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.start((echo.address() as AddressInfo).port);
});

afterEach(async () => {
  await proxy.stop();
  echo.close();
  await once(echo, 'close');
});

async function connected(): Promise<Socket> {
  const socket = createConnection(proxy.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('there');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(String(answer)).toBe('there');
  return socket;
}

const reset = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code)));

describe('the proxy', () => {
  it('lets through what both sides say', async () => {
    const socket = await connected();
    expect(proxy.connections).toBe(1);
    socket.end();
    await once(socket, 'close');
    await expect.poll(() => proxy.connections).toBe(0);
  });

  it('cuts all connections, and takes new ones', async () => {
    const sockets = [await connected(), await connected()];
    const resets = Promise.all(sockets.map(reset));
    proxy.cut();
    expect(await resets).toEqual(['ECONNRESET', 'ECONNRESET']);
    (await connected()).destroy();
  });

  it('refuses new ones for as long as it is told to', async () => {
    proxy.refuse(true);
    const refused = createConnection(proxy.port, '127.0.0.1');
    expect(await reset(refused)).toBe('ECONNRESET');
    proxy.refuse(false);
    (await connected()).destroy();
  });
});
