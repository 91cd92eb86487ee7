import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CheckFinding } from '@sluice/connect-api';
import type { FileSinkConfig, FileSourceConfig } from './config.ts';

const keys = ['file'] as const;

/** Whether the file of a source is there and may be read. */
export async function checkSourceFile({ file }: FileSourceConfig): Promise<readonly CheckFinding[]> {
  if (file === null || file === '') return [standard('input')];
  const subject = `file ${file}`;
  const found = await stat(file).catch(() => null);
  if (found === null) {
    const message =
      'It is not there yet, or a folder on the way to it may not be entered: the task waits for it.';
    return [{ subject, outcome: 'warning', message, remedy: `ls -ld ${dirname(file)} ${file}`, keys }];
  }
  if (found.isDirectory()) {
    const remedy = 'Give the path of a file in it.';
    return [{ subject, outcome: 'failed', message: 'It is a folder.', remedy, keys }];
  }
  if (await may(file, constants.R_OK)) {
    return [{ subject, outcome: 'passed', message: `It can be read; ${found.size} bytes.` }];
  }
  const message = 'The user of the worker may not read it.';
  return [{ subject, outcome: 'failed', message, remedy: `chmod a+r ${file}`, keys }];
}

/** Whether a sink may append to its file, or create it. */
export async function checkSinkFile({ file }: FileSinkConfig): Promise<readonly CheckFinding[]> {
  if (file === null || file === '') return [standard('output')];
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) {
    const remedy = 'Give the path of a file in it.';
    return [{ subject: `file ${file}`, outcome: 'failed', message: 'It is a folder.', remedy, keys }];
  }
  if (found !== null) {
    if (await may(file, constants.W_OK)) {
      return [{ subject: `file ${file}`, outcome: 'passed', message: 'It can be written to.' }];
    }
    const message = 'The user of the worker may not write to it.';
    return [{ subject: `file ${file}`, outcome: 'failed', message, remedy: `chmod u+w ${file}`, keys }];
  }
  const folder = dirname(file);
  if (await may(folder, constants.W_OK | constants.X_OK)) {
    return [
      { subject: `file ${file}`, outcome: 'passed', message: 'It is not there yet and can be created.' },
    ];
  }
  const message = 'It is not there, or the user of the worker may not create files in it.';
  return [{ subject: `folder ${folder}`, outcome: 'failed', message, remedy: `mkdir -p ${folder}`, keys }];
}

function standard(stream: 'input' | 'output'): CheckFinding {
  return { subject: `standard ${stream}`, outcome: 'passed', message: 'It is always there.' };
}

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
