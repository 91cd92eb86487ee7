import { check } from './check/check-command.ts';
import { broker } from './broker/broker-command.ts';
import { create } from './create/create-command.ts';
import { vendor } from './create/vendor-command.ts';
import { dev } from './dev/dev-command.ts';

const usage = `Usage: sluice <command> [options]

Commands:
  check CONNECTOR ...   Has a worker that runs check connectors and look at the systems they name; nothing is created.
  broker                A Kafka of one node in this process, for trying, development, tests and small set-ups of one
                        machine. "sluice broker --help" tells more.
  create KIND NAME      A project for a plugin of your own: a connector, converter or transformation. "sluice create
                        --help" tells more.
  dev [CONNECTOR ...]   A Kafka for development and a worker in one process. Without connector files it runs an
                        example: logs and metrics of this machine through topics into files and a table. "sluice dev
                        --help" tells more.
  vendor [DIRECTORY]    Packs what plugins build on into DIRECTORY/vendor: the API and the test kit.
`;

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  check,
  broker,
  create,
  dev,
  vendor,
};

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
