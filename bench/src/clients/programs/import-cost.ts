import { Worker } from 'node:worker_threads';

const bytesPerMb = 1_000_000;

const importer = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { getHeapStatistics } = require('node:v8');
  const look = () => ({
    ms: performance.now(),
    heap: getHeapStatistics().used_heap_size + getHeapStatistics().external_memory,
    rss: process.memoryUsage.rss(),
  });
  look();
  const before = look();
  import(workerData).then(() => parentPort.postMessage([before, look()]));
`;

interface Look {
  readonly ms: number;
  readonly heap: number;
  readonly rss: number;
}

/** The first argument is what to import. Writes what it costs a new thread as JSON. */
const worker = new Worker(importer, { eval: true, workerData: import.meta.resolve(process.argv[2] ?? '') });
const [before, after] = await new Promise<readonly [Look, Look]>((resolve, reject) => {
  worker.once('message', resolve).once('error', reject);
});
process.stdout.write(
  JSON.stringify({
    importMs: after.ms - before.ms,
    importHeapMb: (after.heap - before.heap) / bytesPerMb,
    importRssMb: (after.rss - before.rss) / bytesPerMb,
  }),
);
await worker.terminate();
