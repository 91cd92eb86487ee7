import { readdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { JvmProcess } from '../../java/jvm-process.ts';
import { jvmCommand } from '../../java/jvm.ts';
import { resolveJars } from '../../packages/maven.ts';
import { freePorts } from '../../process/free-ports.ts';
import { makeTempFolder } from '../../process/temp-folder.ts';
import type { TempFolder } from '../../process/temp-folder.ts';
import type { Hdfs } from '../hdfs.ts';

const readyTimeoutMs = 60_000;

/** An HttpFS gateway of Apache Hadoop before an HDFS, which it asks on behalf of whoever asks it. */
export class HttpFs {
  /** What the NameNode needs to know, so that the gateway may act for others. */
  static readonly hdfsSettings: Readonly<Record<string, string>> = {
    [`hadoop.proxyuser.${userInfo().username}.hosts`]: '*',
    [`hadoop.proxyuser.${userInfo().username}.groups`]: '*',
  };
  /** Of its WebHDFS. */
  readonly url: string;
  readonly #folder: TempFolder;
  readonly #process: JvmProcess;

  private constructor(port: number, folder: TempFolder, process: JvmProcess) {
    this.url = urlAt(port);
    this.#folder = folder;
    this.#process = process;
  }

  static async start(hdfs: Hdfs): Promise<HttpFs> {
    const folder = await makeTempFolder('http-fs');
    const [port = 0] = await freePorts(1);
    await layOut(folder.path, { port, rpcPort: hdfs.rpcPort });
    const jarFolder = await resolveJars(join(import.meta.dirname, 'pom.xml'));
    const jars = (await readdir(jarFolder)).sort().map((name) => join(jarFolder, name));
    const places = ['home', 'config', 'log', 'temp'].map((name) => `-Dhttpfs.${name}.dir=${folder.path}`);
    const command = await jvmCommand({
      mainClass: 'org.apache.hadoop.fs.http.server.HttpFSServerWebServer',
      args: [],
      // It looks for its settings on its class path. In a folder, of which class-data sharing knows nothing.
      classPath: [folder.path, ...jars],
      profile: 'server',
      jvmOptions: [
        '-Xmx128m',
        '--add-opens',
        'java.base/java.lang=ALL-UNNAMED',
        `-Dhadoop.tmp.dir=${folder.path}`,
        ...places,
      ],
    });
    const logFile = join(folder.path, 'http-fs.log');
    const process = await JvmProcess.start(command, { name: 'HttpFS', logFile });
    await process.process.untilReady({
      timeoutMs: readyTimeoutMs,
      probe: async () => {
        const answer = await fetch(`${urlAt(port)}/webhdfs/v1/?op=GETFILESTATUS&user.name=sluice`);
        await answer.arrayBuffer();
        return answer.ok;
      },
    });
    return new HttpFs(port, folder, process);
  }

  async stop(): Promise<void> {
    await this.#process.stop(5000);
    await this.#folder.remove();
  }
}

function urlAt(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function layOut(
  folder: string,
  { port, rpcPort }: { readonly port: number; readonly rpcPort: number },
): Promise<void> {
  const file = async (name: string, settings: Readonly<Record<string, string>>): Promise<void> => {
    const properties = Object.entries(settings).map(
      ([key, value]) => `<property><name>${key}</name><value>${value}</value></property>`,
    );
    await writeFile(join(folder, name), `<configuration>${properties.join('')}</configuration>\n`);
  };
  await file('httpfs-site.xml', {
    'httpfs.hadoop.config.dir': folder,
    'httpfs.http.port': String(port),
    'httpfs.http.hostname': '127.0.0.1',
  });
  await file('core-site.xml', { 'fs.defaultFS': `hdfs://127.0.0.1:${rpcPort}` });
  await file('hdfs-site.xml', {
    'dfs.replication': '1',
    // There is one DataNode: none could take the place of another.
    'dfs.client.block.write.replace-datanode-on-failure.policy': 'NEVER',
  });
}
