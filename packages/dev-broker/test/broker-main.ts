import { startDevBroker } from '@sluice/dev-broker';

// Arguments: the data folder, and the port. Tells on standard output where it listens, and warnings as lines of JSON.
const [dataDir = '', port = '0'] = process.argv.slice(2);
const write = (fields: object): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);
const broker = await startDevBroker({
  dataDir,
  port: Number(port),
  log: {
    info: () => undefined,
    warn: (fields, message) => write({ warning: message, ...fields }),
    error: (fields, message) => write({ warning: message, ...fields }),
  },
});
// Before anybody is told where it listens: who knows may ask it to stop.
process.once('SIGTERM', () => {
  void broker.stop().then(() => process.exit(0));
});
write({ port: broker.port });
