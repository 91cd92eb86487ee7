import { ConnectError, type ConnectorSummary, type RestClusterState } from '@sluice/connect-api';
import type { Herder } from '@sluice/runtime';
import { withTimeLimit } from '../server/time-limit.ts';

/** What extensions see of the worker, through its herder as soon as there is one. */
export class ClusterView implements RestClusterState {
  readonly #timeoutMs: number;
  #herder: Herder | null = null;

  /** @param timeoutMs - how long a look may take. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  attach(herder: Herder): void {
    this.#herder = herder;
  }

  kafkaClusterId(): string {
    return this.#attached().serverInfo().kafkaClusterId;
  }

  connectors(): Promise<readonly string[]> {
    return this.#look((herder) => herder.connectors());
  }

  connector(name: string): Promise<ConnectorSummary> {
    return this.#look(async (herder) => {
      const { type, connector, tasks } = await herder.connectorStatus(name);
      const taskStates = new Map(tasks.map(({ id, state }) => [id, state]));
      return { name, type, state: connector.state, taskStates };
    });
  }

  connectorConfig(name: string): Promise<Readonly<Record<string, string>>> {
    return this.#look(async (herder) => (await herder.connectorInfo(name)).config);
  }

  async #look<T>(look: (herder: Herder) => Promise<T>): Promise<T> {
    return withTimeLimit(look(this.#attached()), this.#timeoutMs);
  }

  #attached(): Herder {
    if (this.#herder !== null) return this.#herder;
    throw new ConnectError('Worker is still starting up.', { code: 'WORKER_STARTING' });
  }
}
