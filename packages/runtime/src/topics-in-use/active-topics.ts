/** A topic that a connector works with, and who noticed it first. */
export interface ActiveTopic {
  readonly topic: string;
  readonly connector: string;
  readonly task: number;
  /** Milliseconds since the epoch. */
  readonly discoveredMs: number;
}

/** Where it is kept which topics connectors work with (KIP-558). */
export interface ActiveTopics {
  /** The names, in the order in which they were noticed. */
  of(connector: string): readonly string[];
  /** Notes a topic, unless that is known. */
  add(topic: ActiveTopic): void;
  /** Forgets the topics of a connector. */
  reset(connector: string): void;
}

/** Keeps them as long as the worker runs. */
export class MemoryActiveTopics implements ActiveTopics {
  readonly #topics = new Map<string, Map<string, ActiveTopic>>();

  of(connector: string): readonly string[] {
    return [...(this.#topics.get(connector)?.keys() ?? [])];
  }

  add(active: ActiveTopic): void {
    const topics = this.#topics.get(active.connector) ?? new Map<string, ActiveTopic>();
    this.#topics.set(active.connector, topics);
    if (!topics.has(active.topic)) topics.set(active.topic, active);
  }

  reset(connector: string): void {
    this.#topics.delete(connector);
  }
}
