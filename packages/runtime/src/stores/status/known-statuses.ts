import type { TaskId } from '../../states.ts';
import { KnownStatus } from './known-status.ts';
import type { StatusOwner, StatusRecord, StoredStatus, TopicUse } from './status-record.ts';

/** The states of all connectors and tasks of a cluster, and the topics that they use, as read from the status topic. */
export class KnownStatuses {
  readonly #connectors = new Map<string, KnownStatus>();
  readonly #tasks = new Map<string, Map<number, KnownStatus>>();
  readonly #topics = new Map<string, Map<string, TopicUse>>();

  connector(name: string): StoredStatus | null {
    return this.#connectors.get(name)?.status ?? null;
  }

  task({ connector, task }: TaskId): StoredStatus | null {
    return this.#tasks.get(connector)?.get(task)?.status ?? null;
  }

  /** By number, ascending. */
  tasks(connector: string): ReadonlyMap<number, StoredStatus> {
    const known = [...(this.#tasks.get(connector) ?? [])];
    const stated = known.flatMap(([task, { status }]) => (status === null ? [] : [[task, status] as const]));
    return new Map(stated.sort(([left], [right]) => left - right));
  }

  /** Those of which something is known. */
  connectors(): string[] {
    return [...this.#connectors].filter(([, { status }]) => status !== null).map(([name]) => name);
  }

  topics(connector: string): TopicUse[] {
    return [...(this.#topics.get(connector)?.values() ?? [])];
  }

  topic(connector: string, topic: string): TopicUse | null {
    return this.#topics.get(connector)?.get(topic) ?? null;
  }

  /** To write about; what is not known yet is remembered from now on. */
  of(owner: StatusOwner): KnownStatus {
    if (owner.kind === 'connector') return getOrAdd(this.#connectors, owner.name, newStatus);
    const { connector, task } = owner.id;
    return getOrAdd(getOrAdd(this.#tasks, connector, newMap<KnownStatus>), task, newStatus);
  }

  take(record: StatusRecord): void {
    if (record.kind === 'topic') this.#takeTopic(record);
    else if (record.status === null) this.#remove(record.owner);
    else if (this.#isLate(record.owner, record.status)) this.of(record.owner).readLate(record.status);
    else this.of(record.owner).read(record.status);
  }

  #takeTopic({ connector, topic, use }: Extract<StatusRecord, { readonly kind: 'topic' }>): void {
    if (use === null) this.#topics.get(connector)?.delete(topic);
    else getOrAdd(this.#topics, connector, newMap<TopicUse, string>).set(topic, use);
  }

  /** A task that was given up may be running elsewhere by the time that is read. */
  #isLate(owner: StatusOwner, { state, generation }: StoredStatus): boolean {
    if (owner.kind === 'connector' || state !== 'UNASSIGNED') return false;
    const known = this.task(owner.id);
    return known?.state === 'RUNNING' && known.generation >= generation;
  }

  /** With a connector its tasks go too. */
  #remove(owner: StatusOwner): void {
    if (owner.kind === 'connector') {
      this.#connectors.get(owner.name)?.remove();
      this.#connectors.delete(owner.name);
      for (const task of this.#tasks.get(owner.name)?.values() ?? []) task.remove();
      this.#tasks.delete(owner.name);
      return;
    }
    const tasks = this.#tasks.get(owner.id.connector);
    tasks?.get(owner.id.task)?.remove();
    tasks?.delete(owner.id.task);
  }
}

const newStatus = (): KnownStatus => new KnownStatus();
const newMap = <V, K = number>(): Map<K, V> => new Map();

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
