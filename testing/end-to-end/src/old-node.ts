import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const oldestSupported = 24;

/** A Node of this machine that is too old for Sluice, if there is one. */
export function findOldNode(): string | undefined {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'node')).find((node) => existsSync(node) && isOld(node));
}

function isOld(node: string): boolean {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' });
  return Number.parseInt(version.slice(1), 10) < oldestSupported;
}
