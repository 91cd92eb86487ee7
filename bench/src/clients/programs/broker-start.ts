import { startDevBroker } from '@sluice/dev-broker';

/** Starts the dev broker in this process, as often as the second argument says, on the folder that is the first. */
const [folder = '', times = '1'] = process.argv.slice(2);
const startMs: number[] = [];
for (let count = 0; count < Number(times); count += 1) {
  const begin = performance.now();
  const broker = await startDevBroker({ dataDir: folder });
  startMs.push(performance.now() - begin);
  await broker.stop();
}
process.stdout.write(JSON.stringify(startMs));
