import { checkUsage, parseCheckArguments, type CheckArguments } from './check-arguments.ts';
import { formatCheck } from './check-report.ts';

/** `sluice check`: a dry run of connectors on a worker that runs. */
export async function check(args: readonly string[]): Promise<void> {
  let parsed: CheckArguments | null;
  try {
    parsed = parseCheckArguments(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${checkUsage}`);
    process.exitCode = 1;
    return;
  }
  if (parsed === null) {
    process.stdout.write(checkUsage);
    return;
  }
  for (const file of parsed.connectorFiles) {
    if (!(await checkFile(file, parsed.workerUrl))) process.exitCode = 1;
  }
}

/** Whether nothing stands in the way of a connector. */
async function checkFile(file: string, workerUrl: string): Promise<boolean> {
  const { createRestClient, routes } = await import('@sluice/rest-api');
  const { readConnectorFile } = await import('@sluice/worker');
  try {
    const { name, config } = readConnectorFile(file);
    const plugin = config['connector.class'] ?? '';
    if (plugin === '') throw new Error('it does not say which connector.class it is for');
    const client = createRestClient({ baseUrl: workerUrl });
    const answer = await client.call(routes.checkPluginConfig, { plugin, body: { ...config, name } });
    process.stdout.write(formatCheck(file, answer));
    return answer.good;
  } catch (error) {
    process.stderr.write(`${file}: ${(error as Error).message}\n`);
    return false;
  }
}
