import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown, type OutputOptions, type RolldownOutput } from 'rolldown';
import { asciiOnly } from './ascii-only.ts';
import type { BundledPackage } from './bundled-package.ts';

const sourceConditions = ['@sluice/source', 'import', 'node', 'default'];

/**
 * Writes the modules of a package: one file for each entry, and one for each part that is imported when it is needed
 * or that entries share. Loading a few files costs a third of loading the hundred that the sources are. Other packages
 * stay imports, so that each exists once in a thread and plugins are loaded one by one.
 */
export async function bundlePackage(
  { folder, entries }: BundledPackage,
  outputFolder: string,
): Promise<RolldownOutput['output']> {
  const bundle = await rolldown({
    cwd: folder,
    input: { ...entries },
    platform: 'node',
    external: (id, _importer, isResolved) => !isResolved && !id.startsWith('.'),
    resolve: { conditionNames: sourceConditions },
    // Nothing is left out: a call whose result nobody uses may be there for what it throws.
    treeshake: false,
    // No line gets another number, so the source map stays.
    plugins: [{ name: 'ascii-only', renderChunk: (code) => ({ code: asciiOnly(code), map: null }) }],
    tsconfig: join(import.meta.dirname, '../../tsconfig.base.json'),
  });
  try {
    return (await bundle.write({ ...outputOptions, dir: outputFolder })).output;
  } finally {
    await bundle.close();
  }
}

// Names without hashes: a build takes the place of the one before.
const outputOptions: OutputOptions = {
  format: 'esm',
  sourcemap: true,
  comments: false,
  minify: false,
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name].js',
};

/** Removes the code in a folder that is no part of the output: what earlier builds left. */
export function removeOldCode(outputFolder: string, output: RolldownOutput['output']): void {
  const current = new Set(output.map(({ fileName }) => join(fileName)));
  for (const path of globSync(['**/*.js', '**/*.js.map'], { cwd: outputFolder })) {
    if (!current.has(path)) rmSync(join(outputFolder, path));
  }
}
