import { createUsage, parseCreateArguments, type CreateArguments } from './create-arguments.ts';
import { writeProject } from './write-project.ts';

/** `sluice create`: a project for a plugin. */
export async function create(args: readonly string[]): Promise<void> {
  const parsed = readArguments(args);
  if (parsed === null) {
    process.stdout.write(createUsage);
    return Promise.resolve();
  }
  try {
    const folder = writeProject(parsed);
    process.stdout.write(`${folder} is there. Next:\n\n  cd ${folder}\n  npm install\n  npm test\n`);
  } catch (error) {
    process.stderr.write(`sluice create cannot make it: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
  return Promise.resolve();
}

function readArguments(args: readonly string[]): CreateArguments | null {
  try {
    return parseCreateArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${createUsage}`);
    process.exit(1);
  }
}
