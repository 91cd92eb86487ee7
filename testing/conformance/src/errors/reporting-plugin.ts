import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileJava, makePluginPath } from '@sluice/testing-services';

/** Makes a `plugin.path` in the folder with the sink that reports records, for Sluice. */
export async function reportingPlugin(folder: string): Promise<string> {
  const path = join(folder, 'sluice-plugins');
  const home = join(path, 'reporting-sink');
  await mkdir(home, { recursive: true });
  const manifest = {
    name: 'reporting-sink',
    version: '1.0.0',
    type: 'module',
    sluice: {
      api: 1,
      module: './plugins.js',
      plugins: [{ class: 'org.example.errors.ReportingSink', type: 'sink', version: '1' }],
    },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  const source = new URL('reporting-sink.ts', import.meta.url).href;
  await writeFile(join(home, 'plugins.js'), `export { plugins } from '${source}';\n`);
  return path;
}

/** The same for a Java worker, beside Kafka's file connectors. */
export async function javaReportingPlugin(folder: string): Promise<string> {
  const compiled = join(folder, 'reporting-sink');
  await mkdir(compiled);
  await compileJava(join(import.meta.dirname, 'ReportingSink.java'), compiled, {
    of: 'org.apache.kafka.connect.sink.SinkConnector',
    className: 'org.example.errors.ReportingSink',
  });
  return `${await makePluginPath(folder)},${compiled}`;
}
