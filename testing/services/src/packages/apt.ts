import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from '../process/run-program.ts';

const aptGet = ['apt-get', '-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];

/**
 * The path of `program` (default: the package's name), whose Debian package is installed first where it is
 * missing and this process may do that: as root, or with a sudo that asks no password. Rejects with what to
 * install otherwise.
 */
export async function aptPackage(name: string, program = name): Promise<string> {
  const present = findProgram(program);
  if (present !== undefined) return present;
  const problem = await install(name);
  const installed = findProgram(program);
  if (installed !== undefined) return installed;
  throw new Error(
    `The program ${program} is missing, and installing it failed: ${problem ?? `the package ${name} does not contain it`}. ` +
      `Install it by hand: apt-get install ${name}`,
  );
}

/** Installs the Debian package of a library where none of the files is there. Rejects with what to install otherwise. */
export async function aptLibrary(name: string, files: readonly string[]): Promise<void> {
  if (files.some((file) => existsSync(file))) return;
  const problem = await install(name);
  if (problem === undefined) return;
  throw new Error(
    `Installing the library ${name} failed: ${problem}. Install it by hand: apt-get install ${name}`,
  );
}

/**
 * Has a Debian package without a program of its own be there: `isThere` says whether it is. Rejects as
 * {@link aptPackage} does.
 */
export async function requireAptPackage(name: string, isThere: () => Promise<boolean>): Promise<void> {
  if (await isThere()) return;
  const problem = await install(name);
  if (await isThere()) return;
  throw new Error(
    `The package ${name} is missing, and installing it failed: ${problem ?? 'it was installed, and is not enough'}. ` +
      `Install it by hand: apt-get install ${name}`,
  );
}

export function findProgram(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Resolves to the reason when the package could not be installed. */
async function install(name: string): Promise<string | undefined> {
  if (findProgram('apt-get') === undefined) return 'this system has no apt-get';
  const asRoot = await rootPrefix();
  if (asRoot === undefined) return 'this needs root, or sudo without a password';
  const command = [...asRoot, ...aptGet, 'install', '--no-install-recommends', name];
  const first = await run(command);
  if (first.exitCode === 0) return undefined;
  // The package lists may be missing, as on a fresh image, or name versions that are gone.
  await run([...asRoot, ...aptGet, 'update']);
  const second = await run(command);
  return second.exitCode === 0 ? undefined : second.stderr.trim();
}

async function rootPrefix(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === undefined) return undefined;
  const allowed = await run(['sudo', '-n', 'true']);
  return allowed.exitCode === 0 ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

function run([command = '', ...args]: readonly string[]): ReturnType<typeof runProgram> {
  return runProgram(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
