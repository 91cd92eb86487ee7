import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the folder one for `plugin.path`, with a package of plugins that misbehave. */
export async function installOddPlugins(folder: string): Promise<void> {
  const home = join(folder, 'odd');
  await mkdir(home, { recursive: true });
  const manifest = {
    name: 'odd-plugins',
    version: '1.0.0',
    type: 'module',
    sluice: {
      api: 1,
      module: './plugins.js',
      plugins: ['OddSink', 'BusySink'].map((name) => ({
        class: `org.example.${name}`,
        type: 'sink',
        version: '1.0.0',
      })),
    },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  const source = new URL('odd-plugins.ts', import.meta.url).href;
  await writeFile(join(home, 'plugins.js'), `export { plugins } from '${source}';\n`);
}
