import { delimiter, dirname } from 'node:path';
import { runProgram } from '@sluice/testing-services';

/** What somebody has who writes a plugin: this Node and npm, and nothing of the repository. */
const env = {
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
  HOME: process.env['HOME'],
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_prefer_offline: 'true',
  npm_config_registry: process.env['npm_config_registry'],
};

/** Runs npm in a folder; resolves to what it printed. */
export async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  const result = await runProgram('npm', args, { cwd: folder, env, timeoutMs: 240_000 });
  if (result.exitCode === 0) return result.stdout;
  throw new Error(`npm ${args.join(' ')} in ${folder}:\n${result.stdout}${result.stderr}`);
}
