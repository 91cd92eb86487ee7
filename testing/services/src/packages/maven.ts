import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import { aptPackage } from './apt.ts';
import { cachedFolder } from './cache.ts';

// Named with its version: the pom then needs no build section, and the result does not change with Maven's.
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** The folder with all runtime jars of a pom, resolved once per content of the pom. */
export async function resolveJars(pomFile: string): Promise<string> {
  const content = await readFile(pomFile);
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return cachedFolder(`jars/${basename(dirname(pomFile))}-${digest}`, (folder) => copyJars(pomFile, folder));
}

async function copyJars(pomFile: string, folder: string): Promise<void> {
  const maven = await aptPackage('maven', 'mvn');
  const args = [
    '-B',
    '-q',
    '-f',
    pomFile,
    copyDependencies,
    `-DoutputDirectory=${folder}`,
    '-DincludeScope=runtime',
  ];
  const { exitCode, stdout, stderr } = await runProgram(maven, args);
  if (exitCode === 0) return;
  throw new Error(
    `Maven could not fetch the jars of ${pomFile} (exit code ${exitCode}):\n${stdout}${stderr}`,
  );
}
