import type { TaskHost } from '../../task-host/task-host.ts';
import type { OffsetAccess, OffsetsOwner, OpenOffsets, PlannedChange } from './offset-access.ts';
import { doneMessage } from './offset-errors.ts';
import type { ConnectorOffset } from './offset-json.ts';

/** A little less than a REST request may take, so that it is told what it waited for. */
const hookTimeoutMs = 85_000;

export interface ConnectorOffsetsParts {
  readonly host: Pick<TaskHost, 'alterOffsets'>;
  readonly open: OpenOffsets;
  /** How long a connector may think about changes. */
  readonly hookTimeoutMs?: number;
}

/**
 * Reads and changes the offsets of connectors (KIP-875). Whoever has them changed makes sure that nothing of the
 * connector runs meanwhile. The connector is asked first; nothing is written where it objects.
 */
export class ConnectorOffsets {
  readonly #parts: ConnectorOffsetsParts;

  constructor(parts: ConnectorOffsetsParts) {
    this.#parts = parts;
  }

  list(owner: OffsetsOwner): Promise<readonly ConnectorOffset[]> {
    return this.#with(owner, (access) => access.list());
  }

  /** Alters what is named and leaves the rest. Says what was done. */
  alter(owner: OffsetsOwner, request: readonly ConnectorOffset[]): Promise<string> {
    return this.#with(owner, async (access) => {
      const plans = await access.plan(request);
      const isSure = await this.#askConnector(owner, plans);
      await access.alter(plans);
      return doneMessage('altered', isSure);
    });
  }

  /** Resets everything. Says what was done. */
  reset(owner: OffsetsOwner): Promise<string> {
    return this.#with(owner, async (access) => {
      const plans = await access.planReset();
      const isSure = await this.#askConnector(owner, plans);
      await access.reset(plans);
      return doneMessage('reset', isSure);
    });
  }

  /** Has what is named in the place of all that there was (KIP-995). Says what was done. */
  replace(owner: OffsetsOwner, request: readonly ConnectorOffset[]): Promise<string> {
    return this.#with(owner, async (access) => {
      const wanted = await access.plan(request);
      const stored = await access.planReset();
      const named = new Set(wanted.map(({ id }) => id));
      const known = new Set(stored.map(({ id }) => id));
      const plans = [...stored.filter(({ id }) => !named.has(id)), ...wanted];
      const isSure = await this.#askConnector(owner, plans);
      await access.alter(plans.filter(({ id, change }) => change.offset !== null || known.has(id)));
      return doneMessage('altered', isSure);
    });
  }

  #askConnector({ name, type, config }: OffsetsOwner, plans: readonly PlannedChange[]): Promise<boolean> {
    const changes = plans.map(({ change }) => change);
    const timeoutMs = this.#parts.hookTimeoutMs ?? hookTimeoutMs;
    return this.#parts.host.alterOffsets({ name, type, config, changes, timeoutMs });
  }

  async #with<T>(owner: OffsetsOwner, action: (access: OffsetAccess) => Promise<T>): Promise<T> {
    const access = await this.#parts.open(owner);
    try {
      return await action(access);
    } finally {
      await access.close();
    }
  }
}
