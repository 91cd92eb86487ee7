import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findPackageJSON } from 'node:module';
import type { ProjectKind, ProjectPart } from './create-arguments.ts';

/** A file of a project, in the names of the template. */
export interface TemplateFile {
  /** From the folder of the project. */
  readonly path: string;
  readonly text: string;
}

/** The files of a kind of project, those of parts that are not wanted left out. */
export function templateFiles(kind: ProjectKind, parts: readonly ProjectPart[]): TemplateFile[] {
  const own = filesIn(kind).filter(({ path }) => belongsTo(path, kind, parts));
  return [...filesIn('common'), ...own];
}

function filesIn(name: string): TemplateFile[] {
  const folder = join(templatesFolder(), name);
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: targetOf(path.slice(folder.length + 1)), text: readFileSync(path, 'utf8') }));
}

function templatesFolder(): string {
  const packageJson = findPackageJSON(import.meta.url);
  if (packageJson === undefined) throw new Error('The templates of sluice create are not installed');
  return join(packageJson, '../templates');
}

/** npm takes a `.gitignore` in a package for a list of what not to pack. */
function targetOf(path: string): string {
  return path === 'gitignore' ? '.gitignore' : path;
}

function belongsTo(path: string, kind: ProjectKind, parts: readonly ProjectPart[]): boolean {
  if (kind !== 'connector') return true;
  return parts.some((part) => basename(path).startsWith(part));
}
