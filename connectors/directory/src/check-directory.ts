import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CheckFinding } from '@sluice/connect-api';

/** Whether the directory is there, or could be made, and files may be made in it; nothing is made. */
export async function checkDirectory(directory: string): Promise<readonly CheckFinding[]> {
  const wanted = resolve(directory);
  const folder = await nearest(wanted);
  const about = { subject: `folder ${folder}`, keys: ['directory'] };
  const remedy = 'Let the user of the worker write there, or choose another directory';
  try {
    if (!(await stat(folder)).isDirectory()) {
      return [{ ...about, outcome: 'failed', message: 'It is a file and no folder', remedy }];
    }
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [{ ...about, outcome: 'failed', message: `Files cannot be made in it: ${String(error)}`, remedy }];
  }
  const message = folder === wanted ? 'Files may be made in it' : `The directory ${wanted} can be made in it`;
  return [{ ...about, outcome: 'passed', message }];
}

async function nearest(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || (error as NodeJS.ErrnoException).code !== 'ENOENT') return path;
    return nearest(parent);
  }
}
