import { silentLog, type ClientLog } from '../../client-log.ts';
import { Cluster } from '../../cluster/cluster.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { ClientSettings } from '../../settings/client-settings.ts';
import type { AbsenceRule } from '../absence-rule.ts';
import { Coordinator } from '../coordinator.ts';
import { MemberMetrics } from '../member-metrics.ts';
import { GroupMember } from './group-member.ts';
import type { GroupOwner } from './group-owner.ts';
import { GroupRequests, type GroupIdentity } from './group-requests.ts';

export interface GroupClientOptions {
  readonly identity: GroupIdentity;
  readonly heartbeatIntervalMs: number;
  readonly absence: AbsenceRule;
  readonly log?: ClientLog;
}

/** The way into a group in which something else than topics is divided, with connections of its own. */
export class GroupClient {
  /** By which brokers and metrics know it. */
  readonly clientId: string;
  readonly #options: GroupClientOptions;
  readonly #cluster: Cluster;
  readonly #requests: GroupRequests;
  readonly #metrics: MemberMetrics;

  /** @throws SettingsError when the settings of TLS or SASL cannot be used. */
  constructor(settings: ClientSettings, options: GroupClientOptions) {
    const { identity, log = silentLog } = options;
    this.clientId = settings['client.id'];
    this.#options = options;
    this.#metrics = new MemberMetrics(identity.protocolType);
    this.#cluster = new Cluster({
      settings,
      log,
      metricGroup: `${identity.protocolType}-metrics`,
      allowAutoTopicCreation: false,
    });
    this.#requests = new GroupRequests(new Coordinator(this.#cluster, identity.groupId), identity);
  }

  /** A member that is not in the group yet. One that has left does not come back: there has to be a new one then. */
  newMember(owner: GroupOwner, onChange: () => void): GroupMember {
    const { heartbeatIntervalMs, absence, log = silentLog } = this.#options;
    return new GroupMember({
      requests: this.#requests,
      owner,
      heartbeatIntervalMs,
      absence,
      backoff: this.#cluster.retryBackoff,
      log,
      metrics: this.#metrics,
      onChange,
    });
  }

  metrics(): Metric[] {
    return [...this.#cluster.metrics(), ...this.#metrics.metrics()];
  }

  /** Ends the connections; members leave before. */
  close(): void {
    this.#cluster.close();
  }
}
