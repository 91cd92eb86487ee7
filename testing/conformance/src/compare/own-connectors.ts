import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from '@sluice/testing-services';

export interface OwnConnector {
  readonly className: string;
  readonly type: string;
  readonly version: string;
}

interface Manifest {
  readonly sluice?: {
    readonly plugins: readonly { readonly class: string; readonly type: string; readonly version: string }[];
  };
}

/** The connectors that Sluice comes with, as their packages list them, in the order of their names. */
export function ownConnectors(): OwnConnector[] {
  const manifests = globSync('connectors/*/package.json', { cwd: repositoryFolder });
  const plugins = manifests.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(repositoryFolder, path), 'utf8')) as Manifest;
    return manifest.sluice?.plugins ?? [];
  });
  return plugins
    .map(({ class: className, type, version }) => ({ className, type, version }))
    .toSorted((a, b) => (a.className < b.className ? -1 : 1));
}
