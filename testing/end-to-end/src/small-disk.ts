import { mkdir } from 'node:fs/promises';
import { runProgram } from '@sluice/testing-services';

/** A file system of its own, which is full soon. */
export interface SmallDisk {
  readonly path: string;
  resize(kibibytes: number): Promise<void>;
  remove(): Promise<void>;
}

/** Only root may mount. */
export const canMountDisks = process.getuid?.() === 0;

export async function mountSmallDisk(path: string, kibibytes: number): Promise<SmallDisk> {
  await mkdir(path);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path]);
  return {
    path,
    resize: (size) => run('mount', ['-o', `remount,size=${size}k`, path]),
    remove: () => run('umount', ['--lazy', path]),
  };
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(command, args);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
