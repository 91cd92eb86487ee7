import { parseArgs } from 'node:util';
import { packSluice } from './pack-sluice.ts';

const vendorUsage = `Usage: sluice vendor [DIRECTORY]

Packs @sluice/connect-api and @sluice/test-kit into DIRECTORY/vendor, for the project of a plugin: a new one, or one that
is to build on a newer Sluice. Run "npm install" there afterwards.
`;

/** `sluice vendor`: the packages that plugins build on. */
export async function vendor(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { help: { type: 'boolean' } },
  });
  if (values['help'] === true || positionals.length > 1) {
    process.stdout.write(vendorUsage);
    if (values['help'] !== true) process.exitCode = 1;
    return Promise.resolve();
  }
  try {
    const { connectApi, testKit } = packSluice(positionals[0] ?? '.');
    process.stdout.write(`${connectApi}\n${testKit}\n`);
  } catch (error) {
    process.stderr.write(`sluice vendor cannot pack: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
  return Promise.resolve();
}
