import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTempFolder } from '../process/temp-folder.ts';
import type { TempFolder } from '../process/temp-folder.ts';
import { aptPackage, requireAptPackage } from './apt.ts';
import { resolveJars } from './maven.ts';

/** A machine of which the test says what is on its PATH. */
let machine: TempFolder;

beforeEach(async () => {
  machine = await makeTempFolder('machine');
  vi.stubEnv('PATH', machine.path);
  vi.stubEnv('SLUICE_CACHE', join(machine.path, 'cache'));
  // For those who run the tests without being root. Like the real one, it takes options and settings first.
  await addProgram(
    'sudo',
    'while case "$1" in -*|*=*) true;; *) false;; esac; do shift; done; [ "$1" = true ] || "$@"',
  );
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await machine.remove();
});

async function addProgram(name: string, script: string): Promise<void> {
  const file = join(machine.path, name);
  await writeFile(file, `#!/bin/sh\ncd '${machine.path}'\nPATH=$PATH:/usr/bin:/bin\n${script}\n`);
  await chmod(file, 0o755);
}

describe('aptPackage', () => {
  it('gives a program that is there without installing anything', async () => {
    await addProgram('tool', 'exit 0');
    expect(await aptPackage('tool')).toBe(join(machine.path, 'tool'));
  });

  it('installs a missing program without what its package only recommends', async () => {
    await addProgram('apt-get', 'echo "$@" >> calls; printf "#!/bin/sh" > tool; chmod +x tool');
    expect(await aptPackage('tool-package', 'tool')).toBe(join(machine.path, 'tool'));
    const calls = await readFile(join(machine.path, 'calls'), 'utf8');
    expect(calls).toMatch(/^-y .*install --no-install-recommends tool-package\n$/);
  });

  it('renews the package lists when the package is not in them, and tries again', async () => {
    await addProgram(
      'apt-get',
      'case "$*" in *update) touch lists;; *) [ -e lists ] || exit 100; touch tool; chmod +x tool;; esac',
    );
    expect(await aptPackage('tool')).toBe(join(machine.path, 'tool'));
  });

  it('says what to install, and what apt said, when installing fails', async () => {
    await addProgram('apt-get', 'echo "E: no network" >&2; exit 100');
    await expect(aptPackage('tool')).rejects.toThrow(/tool is missing.*E: no network.*apt-get install tool/);
  });

  it('says what to install on a system without apt', async () => {
    await expect(aptPackage('tool')).rejects.toThrow(/no apt-get.*apt-get install tool/);
  });
});

describe('resolveJars', () => {
  const pomFile = join(import.meta.dirname, '..', 'kafka', 'pom.xml');

  it('installs Maven where it is missing, and calls it once for a pom', async () => {
    await addProgram('apt-get', 'mv maven mvn');
    await addProgram(
      'maven',
      'echo "$@" >> calls; for a; do case $a in -DoutputDirectory=*) : > "${a#*=}/a.jar";; esac; done',
    );
    const folder = await resolveJars(pomFile);
    expect(await resolveJars(pomFile)).toBe(folder);
    expect(await readFile(join(folder, 'a.jar'), 'utf8')).toBe('');
    expect((await readFile(join(machine.path, 'calls'), 'utf8')).trimEnd().split('\n')).toHaveLength(1);
  });

  it('shows what Maven said when it fails, and tries again the next time', async () => {
    await addProgram('mvn', 'echo "[ERROR] unknown host"; exit 1');
    await expect(resolveJars(pomFile)).rejects.toThrow(/exit code 1.*unknown host/s);
    await addProgram('mvn', 'exit 0');
    await expect(resolveJars(pomFile)).resolves.toContain('kafka-');
  });
});

describe('requireAptPackage', () => {
  it('installs what is missing, and nothing else', async () => {
    await addProgram('apt-get', 'echo "$@" >> asked; touch there');
    const isThere = (): Promise<boolean> =>
      readFile(join(machine.path, 'there')).then(
        () => true,
        () => false,
      );
    await requireAptPackage('some-package', isThere);
    await requireAptPackage('some-package', isThere);
    const asked = (await readFile(join(machine.path, 'asked'), 'utf8')).trim().split('\n');
    expect(asked).toEqual([expect.stringMatching(/ install --no-install-recommends some-package$/)]);
  });

  it('says what to install where it cannot', async () => {
    await addProgram('apt-get', 'echo "no such package" >&2; exit 100');
    await expect(requireAptPackage('some-package', () => Promise.resolve(false))).rejects.toThrow(
      'The package some-package is missing, and installing it failed: no such package. Install it by hand: apt-get install some-package',
    );
  });
});
