import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderErrorReference } from '@sluice/connect-api';
import { renderConfigurationReference } from './configuration-reference.ts';
import { renderDevBrokerReference } from './dev-broker-reference.ts';
import { openApiDocument, routes } from '@sluice/rest-api';
import { renderMetricsReference } from './metrics-reference.ts';
import { renderTransformationsReference } from './transformations-reference.ts';

interface GeneratedFile {
  /** From the top of the repository. */
  readonly path: string;
  readonly render: () => string;
}

/** What derives from declarations in the code. */
const files: readonly GeneratedFile[] = [
  { path: 'docs/errors.md', render: renderErrorReference },
  { path: 'docs/configuration.md', render: renderConfigurationReference },
  { path: 'docs/dev-broker-apis.md', render: renderDevBrokerReference },
  { path: 'docs/metrics.md', render: renderMetricsReference },
  { path: 'docs/openapi.json', render: () => `${JSON.stringify(openApiDocument(routes), null, 2)}\n` },
  { path: 'docs/transformations.md', render: renderTransformationsReference },
];

function absolute(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function present(path: string): string | null {
  try {
    return readFileSync(absolute(path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function write({ path, render }: GeneratedFile): void {
  mkdirSync(dirname(absolute(path)), { recursive: true });
  writeFileSync(absolute(path), render());
  console.log(`wrote ${path}`);
}

const stale = files.filter(({ path, render }) => present(path) !== render());
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`stale: ${path} (npm run generate)`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of stale) write(file);
}
