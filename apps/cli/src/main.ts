import { dev } from './dev/dev-command.ts';

const usage = `Usage: sluice <command> [options]

Commands:
  dev [CONNECTOR ...]   A Kafka for development and a worker in one process. Without connector files it runs an
                        example: its own log through a topic into a file. "sluice dev --help" tells more.
`;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = { dev };

const [name = '--help', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command !== undefined) {
  await command(args);
} else if (name === '--help' || name === 'help') {
  process.stdout.write(usage);
} else {
  process.stderr.write(`There is no command "${name}".\n\n${usage}`);
  process.exitCode = 1;
}
