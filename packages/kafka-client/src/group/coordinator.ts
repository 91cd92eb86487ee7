import { errorCodes } from '@sluice/kafka-protocol';
import type { LinkPurpose } from '../cluster/broker-links.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { findGroupCoordinator, type FindCoordinator } from '../cluster/find-coordinator.ts';
import type { ClientApi } from '../connection/broker-connection.ts';
import type { Versioned } from '../connection/broker-link.ts';
import { refusal } from '../errors/refusal.ts';
import { formatAddress } from '../settings/bootstrap-servers.ts';

/** One call to the coordinator. */
export interface CoordinatorCall<In, Out> {
  readonly api: ClientApi<In, Out>;
  readonly body: Versioned<In>;
  /** The error code in the response, of whatever part of it. */
  readonly codeOf: (response: Out) => number;
  /** What the broker says about it, if it does. */
  readonly detailOf?: (response: Out) => string | null;
  readonly action: string;
  /** `request.timeout.ms` when absent. */
  readonly timeoutMs?: number;
  /** `group` when absent. */
  readonly purpose?: LinkPurpose;
}

const movedCodes: ReadonlySet<number> = new Set([
  errorCodes.NOT_COORDINATOR,
  errorCodes.COORDINATOR_NOT_AVAILABLE,
]);

/** The broker that coordinates one group, or what else is sought by its key: found when first needed, and again when it has moved or does not answer. */
export class Coordinator {
  readonly #cluster: Cluster;
  readonly #key: string;
  readonly #seek: FindCoordinator;
  #nodeId: number | null = null;
  #finding: Promise<number> | null = null;

  constructor(cluster: Cluster, key: string, seek: FindCoordinator = findGroupCoordinator) {
    this.#cluster = cluster;
    this.#key = key;
    this.#seek = seek;
  }

  /** Rejects with a KafkaError when the broker refuses or does not answer; the next call looks for it again. */
  async call<In, Out>({ api, body, timeoutMs, ...call }: CoordinatorCall<In, Out>): Promise<Out> {
    const nodeId = this.#nodeId ?? (await this.#find());
    const link = this.#cluster.links.link(nodeId, call.purpose ?? 'group');
    if (link === undefined) {
      this.#forget(nodeId);
      throw refusal({ code: errorCodes.COORDINATOR_NOT_AVAILABLE, action: call.action });
    }
    const response = await link.request(api, body, timeoutMs).catch((error: unknown) => {
      this.#forget(nodeId);
      throw error;
    });
    const code = call.codeOf(response);
    if (code === errorCodes.NONE) return response;
    if (movedCodes.has(code)) this.#forget(nodeId);
    const detail = call.detailOf?.(response) ?? null;
    throw refusal({ code, action: call.action, detail, broker: formatAddress(link.address) });
  }

  async #find(): Promise<number> {
    this.#finding ??= this.#seek(this.#cluster, this.#key).finally(() => {
      this.#finding = null;
    });
    this.#nodeId = await this.#finding;
    return this.#nodeId;
  }

  #forget(nodeId: number): void {
    if (this.#nodeId === nodeId) this.#nodeId = null;
  }
}
