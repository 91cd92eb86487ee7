import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Measurements } from '../../metrics.ts';

export interface BulkLoop {
  readonly nodeUrl: string;
  readonly index: string;
  /** One after the other, again and again. */
  readonly documents: readonly string[];
  readonly count: number;
}

/** As the sink sets them by default. */
const documentsPerRequest = 2000;
const requestsUnderWay = 5;

/** Writes documents with nothing but the bulk API: the requests are made before, answers are only looked at for errors. */
export async function measureBulkLoop(loop: BulkLoop): Promise<Measurements> {
  const bodies = makeBodies(loop);
  const agent = new Agent({ keepAlive: true });
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const sendAll = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      await send(`${loop.nodeUrl}/_bulk`, body, agent);
    }
  };
  await Promise.all(Array.from({ length: requestsUnderWay }, sendAll));
  const seconds = (performance.now() - startMs) / 1000;
  agent.destroy();
  const { user, system } = process.cpuUsage(startCpu);
  return {
    recordsPerSecond: loop.count / seconds,
    cpuMicrosPerRecord: (user + system) / loop.count,
    peakRssMib: process.memoryUsage.rss() / 1024 ** 2,
  };
}

/** The same operations that the sink makes of records without keys. */
function makeBodies({ index, documents, count }: BulkLoop): Buffer[] {
  const bodies: Buffer[] = [];
  for (let start = 0; start < count; start += documentsPerRequest) {
    const lines: string[] = [];
    for (let number = start; number < Math.min(count, start + documentsPerRequest); number += 1) {
      lines.push(`{"index":{"_index":"${index}","_id":"loop+0+${number}"}}`);
      lines.push(documents[number % documents.length] ?? '');
    }
    bodies.push(Buffer.from(`${lines.join('\n')}\n`));
  }
  return bodies.reverse();
}

async function send(url: string, body: Buffer, agent: Agent): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson', 'content-length': body.length };
    request(url, { method: 'POST', agent, headers }, (response) => void text(response).then(resolve, reject))
      .on('error', reject)
      .end(body);
  });
  if (!answer.startsWith('{"errors":false')) throw new Error(`A request failed: ${answer.slice(0, 500)}`);
}
