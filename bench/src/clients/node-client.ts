import { join } from 'node:path';
import type { ClientJob, ClientKind } from './client-kind.ts';
import type { CommandLine } from '../workers/worker-kind.ts';

/** A client for Node: a file in `programs`, run as its users would run it, with what is built and not the sources. */
export function nodeClient(title: string, program: string): ClientKind {
  const run = (action: string, job: ClientJob): Promise<CommandLine> =>
    Promise.resolve({
      command: process.execPath,
      args: [join(import.meta.dirname, 'programs', `${program}.ts`), action, JSON.stringify(job)],
    });
  return {
    title,
    firstLine: /^first$/m,
    consume: (job) => run('consume', job),
    produce: (job) => run('produce', job),
  };
}
