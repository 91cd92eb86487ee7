import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '@sluice/testing-services';

const pollIntervalMs = 5;
const requestTimeoutMs = 5000;

/** Waits until `GET /` answers 200 with the worker's JSON. */
export async function untilRestReady(url: string, worker: ServiceProcess, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (worker.alive && performance.now() < deadline) {
    if (await answers(url)) return;
    await sleep(pollIntervalMs);
  }
  const problem = worker.alive
    ? `answered no GET ${url} within ${timeoutMs} ms`
    : `ended (${await worker.exited})`;
  throw new Error(`${worker.name} ${problem}. The end of its log:\n${worker.logTail()}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const { status, body } = await getText(url);
    return status === 200 && 'version' in (JSON.parse(body) as object);
  } catch {
    return false;
  }
}

function getText(url: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: requestTimeoutMs }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('timeout')));
  });
}
