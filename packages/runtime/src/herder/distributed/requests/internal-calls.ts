import type { TaskConfig } from '@sluice/connect-api';
import type { ConnectProtocol } from '../../../group/protocol/connect-protocol.ts';
import { signatureIn, signRequest, verifyRequest } from '../../../signing/request-signature.ts';
import type { SessionKey } from '../../../stores/config/config-record.ts';
import type { InternalRequest } from '../../request-origin.ts';
import { leaderUnknown } from './cluster-errors.ts';
import type { Forwarding } from './forwarding.ts';
import type { WorkerCall } from './worker-calls.ts';

export interface InternalCallsParts {
  readonly forwarding: Forwarding;
  readonly leaderUrl: () => string | null;
  /** `null` while none is known. */
  readonly sessionKey: () => SessionKey | null;
  /** What the group follows; before it is known, what this worker is willing to. */
  readonly protocol: () => ConnectProtocol;
  /** `inter.worker.signature.algorithm` */
  readonly signatureAlgorithm: string;
  /** `inter.worker.verification.algorithms` */
  readonly verificationAlgorithms: readonly string[];
}

/** What workers ask each other without a user (KIP-507). */
export class InternalCalls {
  readonly #parts: InternalCallsParts;

  constructor(parts: InternalCallsParts) {
    this.#parts = parts;
  }

  /** Has the leader write task configurations. @throws ConnectError, RelayedAnswer */
  async publishTasks(connector: string, configs: readonly TaskConfig[]): Promise<void> {
    const body = Buffer.from(JSON.stringify(configs));
    await this.#ask('POST', `/connectors/${encodeURIComponent(connector)}/tasks`, body);
  }

  /** Has the leader keep earlier tasks from writing. @throws ConnectError, RelayedAnswer */
  async fence(connector: string): Promise<void> {
    await this.#ask('PUT', `/connectors/${encodeURIComponent(connector)}/fence`, null);
  }

  /** @throws BadRequestError or ConnectError for a request that no worker of this cluster made. */
  verify({ body, headers }: InternalRequest): void {
    const { protocol, sessionKey, verificationAlgorithms: algorithms } = this.#parts;
    if (!protocol().isSigning) return;
    verifyRequest(body, signatureIn(headers), { algorithms, sessionKey: sessionKey() });
  }

  async #ask(method: WorkerCall['method'], path: string, body: Buffer | null): Promise<void> {
    const { forwarding, leaderUrl, sessionKey, signatureAlgorithm } = this.#parts;
    const url = leaderUrl();
    if (url === null) throw leaderUnknown();
    const key = sessionKey();
    const headers = key === null ? {} : signRequest(body ?? Buffer.alloc(0), key, signatureAlgorithm);
    await forwarding.call({ method, url, path, headers, body });
  }
}
