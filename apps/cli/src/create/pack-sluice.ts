import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { VendoredPackages } from './project-manifest.ts';
import { sluicePackage, stagePackage } from './staged-package.ts';

const connectApi = '@sluice/connect-api';
const testKit = '@sluice/test-kit';

/**
 * Packs what a plugin builds on into the folder `vendor` of its project: the API by itself, and the test kit with all of
 * Sluice that it needs inside, but for the API, of which there is to be one.
 * @throws Error when a package is not built, or npm is not there.
 */
export function packSluice(projectFolder: string): VendoredPackages {
  const vendor = resolve(projectFolder, 'vendor');
  const staging = mkdtempSync(join(tmpdir(), 'sluice-create-'));
  try {
    mkdirSync(vendor, { recursive: true });
    return {
      connectApi: pack(stageApi(staging), vendor),
      testKit: pack(stageTestKit(staging), vendor),
    };
  } finally {
    rmSync(staging, { recursive: true });
  }
}

function stageApi(staging: string): string {
  const folder = join(staging, 'connect-api');
  stagePackage(sluicePackage(connectApi), folder, {});
  return folder;
}

function stageTestKit(staging: string): string {
  const folder = join(staging, 'test-kit');
  const kit = sluicePackage(testKit);
  const inside = kit.closure().filter((one) => one.name !== connectApi);
  for (const one of inside) {
    stagePackage(one, join(folder, 'node_modules', one.name), { dependencies: one.dependencies });
  }
  const dependencies = Object.assign({}, ...[kit, ...inside].map((one) => one.dependencies)) as object;
  stagePackage(kit, folder, { dependencies, bundleDependencies: inside.map(({ name }) => name) });
  return folder;
}

/** Resolves to where the package is, from the folder of the project. */
function pack(folder: string, vendor: string): string {
  const args = ['pack', '--json', '--pack-destination', vendor];
  const output = execFileSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  return `vendor/${filename}`;
}
