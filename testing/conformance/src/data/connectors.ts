import { waitFor } from '@sluice/testing-services';

export type ConnectorConfig = Readonly<Record<string, string>>;

interface Status {
  readonly tasks: readonly { readonly state: string; readonly trace?: string }[];
}

export async function putConnector(url: string, name: string, config: ConnectorConfig): Promise<void> {
  const response = await fetch(`${url}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(config),
  });
  if (!response.ok) throw new Error(`${name} could not be created: ${await response.text()}`);
}

/** The trace of the only task of a connector, without frames, once it has failed. */
export async function untilFailed(url: string, name: string): Promise<string> {
  return waitFor(`the task of ${name} to fail`, async () => {
    const { tasks } = (await (await fetch(`${url}/connectors/${name}/status`)).json()) as Status;
    const [task] = tasks;
    if (task?.state !== 'FAILED') throw new Error(`it is ${JSON.stringify(task)}`);
    return (task.trace ?? '')
      .split('\n')
      .filter((line) => !line.startsWith('\t'))
      .join('\n');
  });
}
