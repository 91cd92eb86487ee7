import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CreateArguments } from './create-arguments.ts';
import { packSluice } from './pack-sluice.ts';
import { projectIndex, projectManifest } from './project-manifest.ts';
import { renamer } from './project-names.ts';
import { projectReadme } from './project-readme.ts';
import { templateFiles } from './templates.ts';

/**
 * Makes a project; gives the path of its folder. Where that fails, no folder is left that was not there before.
 * @throws Error when the folder is there already, or a package of Sluice cannot be packed.
 */
export function writeProject(args: CreateArguments): string {
  const folder = resolve(args.directory);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Error(`${folder} is there already, and not empty; choose another --directory`);
  }
  const isNew = !existsSync(folder);
  try {
    writeFiles(folder, args);
  } catch (error) {
    if (isNew) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

function writeFiles(folder: string, args: CreateArguments): void {
  const vendored = packSluice(folder);
  const rename = renamer(args);
  const files = [
    ...templateFiles(args.kind, args.parts),
    { path: 'src/index.ts', text: projectIndex(args.parts) },
    { path: 'README.md', text: projectReadme(args) },
    { path: 'package.json', text: `${JSON.stringify(projectManifest(args, vendored), null, 2)}\n` },
  ];
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, rename(text));
  }
}
