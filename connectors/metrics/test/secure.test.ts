import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  makeCertificates,
  makeTempFolder,
  type Certificates,
  type TempFolder,
} from '@sluice/testing-services';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ScrapeRun } from '../src/fixtures/scrape-run.ts';
import { WriteRun } from '../src/fixtures/write-run.ts';

let folder: TempFolder;
let certificates: Certificates;
let server: Server;
let address: string;
let received = 0;

/** Shows metrics and takes them, to clients with a certificate. */
beforeAll(async () => {
  folder = await makeTempFolder('metrics-secure');
  certificates = await makeCertificates(folder.path);
  const pair = readFileSync(certificates.server);
  const ca = readFileSync(certificates.ca);
  const options = { key: pair, cert: pair, ca, requestCert: true, rejectUnauthorized: true };
  server = createServer(options, (request, response) => {
    if (request.method === 'POST') received += 1;
    request.resume().on('end', () => response.end(request.method === 'POST' ? '' : 'secret_metric 1\n'));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 240_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder.remove();
});

const trusted = () => ({ 'tls.ca.file': certificates.ca });
const known = () => ({ 'tls.cert.file': certificates.client, 'tls.key.file': certificates.client });

describe('targets behind TLS', () => {
  let run: ScrapeRun;
  afterEach(() => run.stop());

  it('are scraped with a certificate that they know', async () => {
    run = await ScrapeRun.start({ targets: address, scheme: 'https', ...trusted(), ...known() });
    await run.until(() => run.named('secret_metric').length > 0);
    expect(run.last('secret_metric', 'value')).toBe(1);
  });

  it.each([
    ['their authority is not trusted', known, /certificate/],
    ['they do not know who asks', trusted, /certificate|alert|socket/i],
  ])('are down when %s', async (_why, keys, reason) => {
    run = await ScrapeRun.start({ targets: address, scheme: 'https', ...keys() });
    await run.until(() => run.warnings.length > 0);
    expect(run.warnings[0]).toMatchObject({ reason: expect.stringMatching(reason) as string });
    expect(run.last('up', 'value')).toBe(0);
  });
});

describe('a receiver behind TLS', () => {
  it('is written to with a certificate that it knows', async () => {
    const before = received;
    const run = await WriteRun.start({ url: `https://${address}/api/v1/write`, ...trusted(), ...known() });
    expect(await run.put({ name: 'a', value: 1, timestamp: 1 })).toEqual([]);
    expect(received).toBe(before + 1);
    run.stop();
  });

  it('that does not know the client is not written to, and the reason is told', async () => {
    const url = `https://${address}/api/v1/write`;
    const run = await WriteRun.start({ url, ...trusted(), 'retry.timeout.ms': '50' });
    await expect(run.put({ name: 'a', value: 1, timestamp: 1 })).rejects.toMatchObject({
      code: 'REMOTE_WRITE_UNAVAILABLE',
    });
    run.stop();
  });
});
