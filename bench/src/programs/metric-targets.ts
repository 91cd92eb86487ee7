import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Many endpoints with metrics behind one port, one for each path. Each shows as the first metric when it answered, in
 * milliseconds since 1970, then counters, gauges and a histogram that go on from scrape to scrape.
 */
const counters = 12;
const gauges = 11;
const bounds = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '+Inf'];

function exposition(scrapes: number): string {
  const lines = ['# TYPE bench_answered_ms gauge', `bench_answered_ms ${Date.now()}`];
  for (let index = 0; index < counters; index += 1) {
    const name = `app_requests_${index}_total`;
    lines.push(
      `# TYPE ${name} counter`,
      `${name}{method="GET",code="200",path="/api/${index}"} ${scrapes * 17 + index}`,
    );
  }
  for (let index = 0; index < gauges; index += 1) {
    const name = `app_pool_${index}_size`;
    lines.push(`# TYPE ${name} gauge`, `${name}{pool="pool-${index}"} ${(scrapes % 10) + index + 0.5}`);
  }
  lines.push('# TYPE app_latency_seconds histogram');
  bounds.forEach((le, index) =>
    lines.push(`app_latency_seconds_bucket{le="${le}"} ${scrapes * (index + 1)}`),
  );
  lines.push(
    `app_latency_seconds_sum ${scrapes * 0.25}`,
    `app_latency_seconds_count ${scrapes * bounds.length}`,
  );
  return `${lines.join('\n')}\n`;
}

let scrapes = 0;
const server = createServer((_request, response) => {
  scrapes += 1;
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(exposition(scrapes));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
