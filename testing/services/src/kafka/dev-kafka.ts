import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '../process/temp-folder.ts';
import { waitFor } from '../process/wait-for.ts';
import { startSluice } from '../sluice/run-sluice.ts';
import type { SharedKafka } from './shared-kafka.ts';

/** `sluice broker` with its data on disk, as users start it. */
export async function startDevKafka(): Promise<SharedKafka> {
  const folder = await makeTempFolder('dev-broker');
  const logFile = join(folder.path, 'broker.log');
  const args = ['broker', '--port', '0', '--data', join(folder.path, 'data')];
  const process = await startSluice('sluice', { args, logFile });
  const bootstrapServers = await waitFor('sluice broker listens', async () => {
    const log = await readFile(logFile, 'utf8');
    if (log.includes('cannot start')) throw new Error(log);
    return /Kafka +(\S+:\d+)/.exec(log)?.[1];
  });
  return {
    bootstrapServers,
    async stop() {
      await process.stop(5000);
      await folder.remove();
    },
  };
}
