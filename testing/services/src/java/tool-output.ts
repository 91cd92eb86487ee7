import { runJavaTool } from './java-tool.ts';

/** What one of Kafka's own tools says of a cluster, line by line. Rejects where it fails. */
export async function javaToolLines(
  bootstrapServers: string,
  mainClass: string,
  args: readonly string[],
): Promise<string[]> {
  const all = ['--bootstrap-server', bootstrapServers, ...args];
  const { stdout, stderr, exitCode } = await runJavaTool(mainClass, all);
  if (exitCode !== 0) throw new Error(`${mainClass} ${args.join(' ')} failed: ${stdout}${stderr}`);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

/** The rows of a table that a tool printed, by the names of its columns. */
export function tableIn(lines: readonly string[]): Record<string, string>[] {
  const [head = '', ...rows] = lines;
  const names = head.trim().split(/\s+/);
  return rows.map((row) => {
    const cells = row.trim().split(/\s+/);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}
