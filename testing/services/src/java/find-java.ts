import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aptPackage, findProgram } from '../packages/apt.ts';

export interface Java {
  /** Path of the `java` program. */
  readonly command: string;
  /** Major version, such as 25. */
  readonly major: number;
  /** Full version, such as 25.0.3. */
  readonly version: string;
}

const oldestUsableMajor = 17;
const systemHomes = '/usr/lib/jvm';

/** The newest Java of JAVA_HOME, PATH and /usr/lib/jvm, from 17 on; Debian's default one is installed if there is none. */
export async function findJava(): Promise<Java> {
  const present = newest(installedHomes());
  if (present !== undefined) return present;
  await aptPackage('default-jre-headless', 'java');
  const installed = newest(installedHomes());
  if (installed !== undefined) return installed;
  throw new Error(
    `No Java ${oldestUsableMajor} or later was found in JAVA_HOME, PATH or ${systemHomes}. ` +
      'Install one: apt-get install openjdk-17-jre-headless',
  );
}

/** As `findJava`, but one that compiles, too: a JDK. */
export async function findJdk(): Promise<Java> {
  const present = newest(installedHomes().filter(compiles));
  if (present !== undefined) return present;
  await aptPackage('default-jdk-headless', 'javac');
  const installed = newest(installedHomes().filter(compiles));
  if (installed !== undefined) return installed;
  throw new Error(
    `No JDK ${oldestUsableMajor} or later was found in JAVA_HOME, PATH or ${systemHomes}: a Java runtime alone ` +
      'cannot run source files. Install one: apt-get install openjdk-17-jdk-headless',
  );
}

function compiles(home: string): boolean {
  const release = join(home, 'release');
  return existsSync(release) && /^MODULES=.*\bjdk\.compiler\b/m.test(readFileSync(release, 'utf8'));
}

function installedHomes(): string[] {
  const fromEnvironment = process.env['JAVA_HOME'];
  const onPath = findProgram('java');
  return [
    ...(fromEnvironment === undefined ? [] : [fromEnvironment]),
    ...(onPath === undefined ? [] : [dirname(dirname(realpathSync(onPath)))]),
    ...(existsSync(systemHomes) ? readdirSync(systemHomes).map((name) => join(systemHomes, name)) : []),
  ];
}

function newest(homes: readonly string[]): Java | undefined {
  return homes
    .map(readJava)
    .filter((java) => java !== undefined && java.major >= oldestUsableMajor)
    .reduce(
      (best, java) => (best === undefined || (java !== undefined && java.major > best.major) ? java : best),
      undefined,
    );
}

/** Every Java since 9 describes itself in the file `release` of its home. */
function readJava(home: string): Java | undefined {
  const command = join(home, 'bin', 'java');
  const release = join(home, 'release');
  if (!existsSync(command) || !existsSync(release)) return undefined;
  const version = /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(release, 'utf8'))?.[1];
  return version === undefined ? undefined : { command, version, major: Number.parseInt(version, 10) };
}
