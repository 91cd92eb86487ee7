import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkerCaller } from './worker-calls.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      const body = Buffer.concat(chunks).toString();
      response.writeHead(201).end(JSON.stringify({ method, path, headers, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => server.close());

it('a worker asks another one as a Java worker does', async () => {
  const call = createWorkerCaller(() => Promise.reject(new Error('not of HTTP')));
  const bare = await call({
    method: 'PUT',
    url,
    path: '/connectors/c/fence',
    headers: { X: 'y' },
    body: null,
  });
  expect(bare.status).toBe(201);
  expect(JSON.parse(bare.text)).toMatchObject({
    method: 'PUT',
    path: '/connectors/c/fence',
    headers: { accept: 'application/json', 'user-agent': 'kafka-connect', 'content-length': '0', x: 'y' },
  });
  expect(bare.text).not.toContain('content-type');
  const body = Buffer.from('["é"]');
  const { text } = await call({ method: 'POST', url, path: '/x?forward=true', headers: {}, body });
  expect(JSON.parse(text)).toMatchObject({
    path: '/x?forward=true',
    headers: { 'content-type': 'application/json', 'content-length': '6' },
    body: '["é"]',
  });
});
