import type { TargetState } from '../../herder/states.ts';
import type { ConnectorSpec, HostedConnector, HostedTask, TaskHost, TaskSpec } from '../task-host.ts';
import type { Handlers, RpcChannel } from './rpc-channel.ts';

/** Lets the control thread use the host of a task thread. Connectors and tasks go by the keys it gives them. */
export class ThreadServer {
  readonly #connectors = new Map<string, HostedConnector>();
  readonly #tasks = new Map<string, HostedTask>();

  /** Opens the channel and answers on it. */
  serve(open: (handlers: Handlers) => RpcChannel, createHost: (channel: RpcChannel) => TaskHost): void {
    const channel: RpcChannel = open({
      addConnector: (key: string, spec: ConnectorSpec) => this.#addConnector(key, spec, { host, channel }),
      transition: (key: string, target: TargetState) => this.#connectors.get(key)?.transition(target),
      taskConfigs: (key: string, maxTasks: number) => this.#connectors.get(key)?.taskConfigs(maxTasks),
      shutdownConnector: (key: string) => this.#shutdownConnector(key),
      addTask: (key: string, spec: TaskSpec) => {
        const listener = { onState: (change: unknown) => channel.tell('taskState', key, change) };
        this.#tasks.set(key, host.addTask(spec, listener));
      },
      setTarget: (key: string, target: TargetState) => this.#tasks.get(key)?.setTarget(target),
      stopTask: (key: string) => this.#stopTask(key),
    });
    const host = createHost(channel);
  }

  async #addConnector(
    key: string,
    spec: ConnectorSpec,
    { host, channel }: { readonly host: TaskHost; readonly channel: RpcChannel },
  ): Promise<void> {
    const connector = await host.addConnector(spec, {
      onState: (change) => channel.tell('connectorState', key, change),
      onReconfiguration: () => channel.tell('reconfigure', key),
    });
    this.#connectors.set(key, connector);
  }

  async #shutdownConnector(key: string): Promise<void> {
    const connector = this.#connectors.get(key);
    this.#connectors.delete(key);
    await connector?.shutdown();
  }

  async #stopTask(key: string): Promise<void> {
    const task = this.#tasks.get(key);
    this.#tasks.delete(key);
    await task?.stop();
  }
}
