import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compiledJar } from '../java/compiled-jar.ts';
import { findJdk } from '../java/find-java.ts';
import { cachedFolder } from '../packages/cache.ts';
import { resolveJars } from '../packages/maven.ts';
import { runProgram } from '../process/run-program.ts';

/** The jars of HDFS, with our program that starts its nodes. */
export async function hdfsClassPath(): Promise<string[]> {
  const folder = await resolveJars(join(import.meta.dirname, 'pom.xml'));
  const jars = (await readdir(folder)).sort().map((name) => join(folder, name));
  const nodes = await compiledJar(join(import.meta.dirname, 'HdfsNodes.java'), jars);
  return [nodes, await resourcesJar(), ...jars];
}

/** Its web servers do not start without folders that its jars do not have, nor its tools without a file. */
async function resourcesJar(): Promise<string> {
  const folder = await cachedFolder('compiled/hdfs-resources-3', async (draft) => {
    const content = join(draft, 'content');
    for (const name of ['hdfs', 'datanode', 'static']) {
      await mkdir(join(content, 'webapps', name), { recursive: true });
      await writeFile(join(content, 'webapps', name, '.keep'), '');
    }
    await copyFile(join(import.meta.dirname, 'log4j.properties'), join(content, 'log4j.properties'));
    await writeFile(join(content, 'core-site.xml'), '<configuration/>\n');
    const { command } = await findJdk();
    const jar = join(dirname(command), 'jar');
    const { exitCode, stderr } = await runProgram(jar, [
      'cf',
      join(draft, 'resources.jar'),
      '-C',
      content,
      '.',
    ]);
    if (exitCode !== 0) throw new Error(`${jar} failed with exit code ${exitCode}:\n${stderr}`);
  });
  return join(folder, 'resources.jar');
}
