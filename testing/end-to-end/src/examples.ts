import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '@sluice/testing-services';

export interface ExampleOptions {
  readonly bootstrapServers: string;
  readonly restPort: number;
}

/** The arguments of `connect-standalone`, to be run in the folder they are in. */
export const exampleArguments = [
  'connect-standalone.properties',
  'connect-file-source.properties',
  'connect-file-sink.properties',
] as const;

/**
 * Copies the files of `examples/` into a folder. The connectors are unchanged; of the worker only what cannot be
 * shared by two workers of a machine is: its addresses and its offsets file.
 */
export async function copyExamples(folder: string, options: ExampleOptions): Promise<void> {
  const [workerFile, ...connectorFiles] = exampleArguments;
  const examples = join(repositoryFolder, 'examples');
  for (const file of connectorFiles) await copyFile(join(examples, file), join(folder, file));
  const worker = await readFile(join(examples, workerFile), 'utf8');
  const changed = worker
    .replace('bootstrap.servers=localhost:9092', `bootstrap.servers=${options.bootstrapServers}`)
    .replace('/tmp/connect.offsets', join(folder, 'connect.offsets'));
  await writeFile(join(folder, workerFile), `${changed}listeners=http://127.0.0.1:${options.restPort}\n`);
}
