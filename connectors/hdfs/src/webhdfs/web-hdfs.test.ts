import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCodeOf, isConnectionLost, isRetriable } from '@sluice/connect-api';
import { afterEach, describe, expect, it } from 'vitest';
import { WebHdfs } from './web-hdfs.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: Handler): Promise<URL> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhdfs/v1`);
}

function hdfsAt(
  urls: readonly URL[],
  more: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): WebHdfs {
  return new WebHdfs({
    urls,
    identity: { delegation: 's3cret' },
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...more,
  });
}

const remote = (exception: string, message = 'because'): string =>
  JSON.stringify({ RemoteException: { exception, javaClassName: `x.${exception}`, message } });
const refuse =
  (status: number, body: string): Handler =>
  (_request, response) =>
    void response.writeHead(status).end(body);
const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error as Error,
  );

/** A NameNode that sends uploads to a DataNode that does this with them. */
async function withDataNode(data: Handler): Promise<URL> {
  const dataNode = await serve(data);
  return serve((_request, response) => {
    response.writeHead(307, { location: `${dataNode.href}/f?op=CREATE&delegation=s3cret` }).end();
  });
}

/** Writes until it fails, or 64 MB were taken. */
async function upload(hdfs: WebHdfs): Promise<void> {
  const one = await hdfs.upload('/f', 'create');
  for (let count = 0; count < 64; count += 1) await one.write(Buffer.alloc(1024 * 1024));
  await one.end();
}

describe('WebHDFS', () => {
  it.each(['SafeModeException', 'RetriableException', 'IOException', 'AlreadyBeingCreatedException'])(
    'that answers with %s may do better later',
    async (exception) => {
      const hdfs = hdfsAt([await serve(refuse(403, remote(exception)))]);
      const error = await failure(hdfs.makeFolder('/a/b'));
      expect(isRetriable(error)).toBe(true);
      expect(error.message).toBe(`HDFS did not create the folder /a/b: ${exception}: because`);
    },
  );

  it.each([
    ['AccessControlException', 'Grant the user write access there'],
    ['DSQuotaExceededException', 'Raise the quota of space of the folder, or remove files'],
    ['InvalidToken', 'Give a delegation token that is valid'],
  ])('that answers with %s will not do better, and the error says what to do', async (exception, remedy) => {
    const hdfs = hdfsAt([await serve(refuse(403, remote(exception)))]);
    const error = await failure(hdfs.makeFolder('/a'));
    expect(isRetriable(error)).toBe(false);
    expect(errorCodeOf(error)).toBe('TASK_FAILED');
    expect(error.message).toContain(`${remedy}, then restart the task`);
  });

  it('is asked at the next NameNode when one stands by, and the next time there at once', async () => {
    let asked = 0;
    const standby = await serve((_request, response) => {
      asked += 1;
      response
        .writeHead(403)
        .end(remote('StandbyException', 'Operation category WRITE is not supported in state standby'));
    });
    const active = await serve(refuse(200, '{"boolean":true}'));
    const hdfs = hdfsAt([standby, active]);
    expect(await hdfs.rename('/a', '/b')).toBe(true);
    expect(await hdfs.rename('/c', '/d')).toBe(true);
    expect(asked).toBe(1);
  });

  it('is asked at the next NameNode when one is away, and is lost when all are', async () => {
    const gone = await serve(() => {});
    servers.pop()?.close();
    const active = await serve(refuse(200, '{"boolean":true}'));
    expect(await hdfsAt([gone, active]).rename('/a', '/b')).toBe(true);
    const error = await failure(hdfsAt([gone]).rename('/a', '/b'));
    expect(isConnectionLost(error)).toBe(true);
    expect(error.message).not.toContain('s3cret');
  });

  it('knows names with any characters', async () => {
    let asked = '';
    const url = await serve((request, response) => {
      asked = request.url ?? '';
      response.writeHead(200).end('{}');
    });
    await hdfsAt([url]).makeFolder('/a b/é+%?#/x=1');
    expect(asked).toBe('/webhdfs/v1/a%20b/%C3%A9%2B%25%3F%23/x%3D1?op=MKDIRS&delegation=s3cret');
  });
});

describe('an upload', () => {
  it('fails in a way that may pass when the connection is cut in the middle', async () => {
    const url = await withDataNode((request) => {
      request.once('data', () => request.socket.destroy());
    });
    const error = await failure(upload(hdfsAt([url])));
    expect(isConnectionLost(error)).toBe(true);
    expect(error.message).toMatch(/^The connection to 127\.0\.0\.1:\d+ of HDFS failed: /);
  });

  it('fails with what the DataNode says before the end', async () => {
    const url = await withDataNode((request, response) => {
      request.once('data', () => response.writeHead(403).end(remote('DSQuotaExceededException')));
      request.resume();
    });
    const error = await failure(upload(hdfsAt([url])));
    expect(error.message).toMatch(
      /^HDFS did not write \/f: DSQuotaExceededException: because\. Raise the quota/,
    );
  });

  it('fails when the DataNode takes nothing for too long', async () => {
    const url = await withDataNode(() => {});
    const error = await failure(upload(hdfsAt([url], { timeoutMs: 100 })));
    expect(isConnectionLost(error)).toBe(true);
    expect(error.message).toContain('it took nothing for 100 ms');
  });

  it('fails when there is no answer at its end', async () => {
    const url = await withDataNode((request) => void request.resume());
    const error = await failure(upload(hdfsAt([url], { timeoutMs: 300 })));
    expect(isConnectionLost(error)).toBe(true);
  });

  it('is given up a second after the task was asked to stop', async () => {
    const url = await withDataNode(() => {});
    const stop = new AbortController();
    const work = failure(upload(hdfsAt([url], { signal: stop.signal })));
    stop.abort();
    expect(isConnectionLost(await work)).toBe(true);
  });
});
