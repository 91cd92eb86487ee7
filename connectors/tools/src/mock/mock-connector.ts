import type { ConnectorContext, SinkConnector, SourceConnector, TaskConfig } from '@sluice/connect-api';
import { failureDelayMs, mockFailure } from './mock-failure.ts';

const mode = 'connector-failure';

/** Has one task, however many are allowed; fails by itself when `mock_mode` is `connector-failure`. */
export class MockConnector implements SourceConnector, SinkConnector {
  readonly #context: ConnectorContext;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: ConnectorContext) {
    this.#context = context;
  }

  async start(): Promise<void> {
    const delayMs = await failureDelayMs(this.#context, mode);
    if (delayMs === null) return;
    this.#timer = setTimeout(() => this.#context.raiseError(mockFailure(mode)), delayMs);
  }

  async taskConfigs(): Promise<TaskConfig[]> {
    return [await this.#context.configs()];
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
