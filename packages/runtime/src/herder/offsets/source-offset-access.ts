import { ConnectError, type OffsetValue, type SourcePartition } from '@sluice/connect-api';
import { encodeOffsetKey } from '../../stores/offset-codec.ts';
import type { ListedOffsetStore } from '../../stores/offset-store.ts';
import type { OffsetAccess } from './offset-access.ts';
import { parseStoredOffset, type ConnectorOffset, type ExactJson, type OffsetFields } from './offset-json.ts';
import { planSourceOffsets, type SourceOffsetPlan } from './source-offset-plan.ts';

export interface SourceOffsetAccessParts {
  readonly connector: string;
  /** Started. It keeps the bytes of keys that it knows, and resets a partition under all of them. */
  readonly store: ListedOffsetStore;
  readonly close?: () => Promise<void>;
}

/** The offsets of a source in an offset store. */
export class SourceOffsetAccess implements OffsetAccess<SourceOffsetPlan> {
  readonly #parts: SourceOffsetAccessParts;

  constructor(parts: SourceOffsetAccessParts) {
    this.#parts = parts;
  }

  async list(): Promise<ConnectorOffset[]> {
    const { connector, store } = this.#parts;
    try {
      const partitions = await store.partitions(connector);
      const values = await store.get(partitions.map((partition) => encodeOffsetKey(connector, partition)));
      return partitions.map((partition, index) => ({
        partition: shown(partition),
        offset: parseStoredOffset(values[index] ?? 'null'),
      }));
    } catch (cause) {
      throw new ConnectError(`Failed to retrieve offsets for source connector ${connector}`, {
        code: 'OFFSETS_READ_FAILED',
        cause,
      });
    }
  }

  async plan(request: readonly ConnectorOffset[]): Promise<SourceOffsetPlan[]> {
    return Promise.resolve(planSourceOffsets(this.#parts.connector, request));
  }

  async planReset(): Promise<SourceOffsetPlan[]> {
    const { connector, store } = this.#parts;
    const partitions = await store.partitions(connector);
    const offsets = partitions.map((partition) => ({ partition: shown(partition), offset: null }));
    return planSourceOffsets(connector, offsets);
  }

  async alter(plans: readonly SourceOffsetPlan[]): Promise<void> {
    if (plans.length > 0) await this.#parts.store.set(plans.map(({ entry }) => entry));
  }

  reset(plans: readonly SourceOffsetPlan[]): Promise<void> {
    return this.alter(plans);
  }

  async close(): Promise<void> {
    await this.#parts.close?.();
  }
}

function shown(partition: SourcePartition): OffsetFields {
  return Object.fromEntries(Object.entries(partition).map(([name, value]) => [name, exact(value)]));
}

/** What was read from a store has no bytes in it. */
function exact(value: OffsetValue): ExactJson {
  return Number.isSafeInteger(value) ? BigInt(value as number) : (value as ExactJson);
}
