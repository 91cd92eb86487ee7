import { BadRequestError, ConflictError, ConnectError, NotFoundError } from '@sluice/connect-api';
import type { ClusterConfig } from '../../../stores/config/cluster-config.ts';
import type { ConfigStore } from '../../../stores/config/config-store.ts';

export interface FencingRoundsParts {
  readonly config: Pick<ConfigStore, 'snapshot' | 'readToEnd' | 'putFencedTaskCount'>;
  /** @throws ConnectError when the connector is not known to be a source. */
  readonly isSource: (connector: string) => boolean;
  /** Keeps so many tasks of earlier generations from writing. */
  readonly fence: (connector: string, taskCount: number) => Promise<void>;
  /** `worker.sync.timeout.ms` */
  readonly syncTimeoutMs: number;
}

interface RoundUnderWay {
  readonly outcome: Promise<void>;
  readonly cancel: () => void;
}

/** Keeps tasks of earlier generations from writing before new ones begin to, as the leader (KIP-618). */
export class FencingRounds {
  readonly #parts: FencingRoundsParts;
  readonly #rounds = new Map<string, RoundUnderWay>();

  constructor(parts: FencingRoundsParts) {
    this.#parts = parts;
  }

  /** Several requests for one connector share a round. @throws ConnectError when new tasks must not begin. */
  async fence(connector: string): Promise<void> {
    await this.#parts.config.readToEnd(this.#parts.syncTimeoutMs).catch((cause: unknown) => {
      throw new ConnectError('Failed to read to end of config topic before performing zombie fencing', {
        code: 'TASKS_NOT_FENCED',
        cause,
      });
    });
    this.#refuseOthers(connector);
    const under = this.#rounds.get(connector) ?? this.#begin(connector);
    await under.outcome;
  }

  /** New task configurations were committed: what a round under way fences is not all. */
  cancel(connector: string): void {
    this.#rounds.get(connector)?.cancel();
  }

  #refuseOthers(connector: string): void {
    if (!this.#parts.config.snapshot.has(connector))
      throw new NotFoundError(`Connector ${connector} not found`, { code: 'CONNECTOR_NOT_FOUND' });
    if (!this.#parts.isSource(connector))
      throw new BadRequestError(`Connector ${connector} is not a source connector`, {
        code: 'REQUEST_INVALID',
      });
  }

  #begin(connector: string): RoundUnderWay {
    const cancelled = Promise.withResolvers<never>();
    cancelled.promise.catch(() => undefined);
    const round = this.#run(connector, this.#parts.config.snapshot);
    round.catch(() => undefined);
    const outcome = Promise.race([round, cancelled.promise]).finally(() => this.#rounds.delete(connector));
    outcome.catch(() => undefined);
    const cancel = (): void => cancelled.reject(outrun());
    const under = { outcome, cancel };
    this.#rounds.set(connector, under);
    return under;
  }

  async #run(connector: string, before: ClusterConfig): Promise<void> {
    if (!before.isFencingPending(connector)) return;
    const { config, fence, syncTimeoutMs } = this.#parts;
    const fenced = before.fencedTaskCount(connector);
    const taskCount = before.taskCount(connector);
    // The only task of now fences the only one of before by itself.
    const isOneByOne = fenced === 1 && taskCount === 1;
    if (fenced !== null && !isOneByOne) {
      await fence(connector, fenced);
      await config.readToEnd(syncTimeoutMs);
      if (config.snapshot.taskGeneration(connector) !== before.taskGeneration(connector)) throw tooLate();
    }
    await config.putFencedTaskCount(connector, taskCount);
  }
}

function outrun(): ConflictError {
  return new ConflictError(
    'Failed to complete zombie fencing because a new set of task configs was generated',
    { code: 'REBALANCE_UNDERWAY' },
  );
}

function tooLate(): ConflictError {
  return new ConflictError(
    'Fencing failed because new task configurations were generated for the connector',
    {
      code: 'REBALANCE_UNDERWAY',
    },
  );
}
