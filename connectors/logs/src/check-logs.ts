import { access, constants } from 'node:fs/promises';
import type { CheckFinding } from '@sluice/connect-api';
import type { LogSourceConfig } from './config.ts';
import { baseDirectories, findLogs } from './discover/log-paths.ts';

/** So many files that may not be read are named one by one. */
const maxNamed = 20;

/** Which files there are to follow, and whether they may be read. */
export async function checkLogs(config: LogSourceConfig): Promise<readonly CheckFinding[]> {
  const directories = await Promise.all(baseDirectories(config.paths).map(directoryFinding));
  const paths = await findLogs(config);
  const locked = (await Promise.all(paths.map(lockedOrNull))).filter((path) => path !== null);
  const found: CheckFinding =
    paths.length === 0
      ? {
          subject: 'files',
          outcome: 'warning',
          message: 'There are none now; those that appear will be read.',
          remedy: `ls -l ${config.paths.join(' ')}`,
          keys: ['paths', 'exclude'],
        }
      : { subject: 'files', outcome: 'passed', message: `${paths.length} to follow, such as ${paths[0]}` };
  return [
    ...directories.filter((finding) => finding !== null),
    found,
    ...locked.slice(0, maxNamed).map(lockedFinding),
  ];
}

async function directoryFinding(directory: string): Promise<CheckFinding | null> {
  if (await may(directory, constants.R_OK | constants.X_OK)) return null;
  return {
    subject: `directory ${directory}`,
    outcome: 'failed',
    message: 'It is not there, or the user of the worker may not list it.',
    remedy: `ls -ld ${directory}; chmod a+rx ${directory}`,
    keys: ['paths'],
  };
}

async function lockedOrNull(path: string): Promise<string | null> {
  return (await may(path, constants.R_OK)) ? null : path;
}

function lockedFinding(path: string): CheckFinding {
  return {
    subject: `file ${path}`,
    outcome: 'failed',
    message: 'The user of the worker may not read it.',
    remedy: `setfacl -m u:$(id -un):r ${path}`,
    keys: ['paths'],
  };
}

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
