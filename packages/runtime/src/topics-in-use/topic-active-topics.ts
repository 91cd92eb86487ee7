import type { StatusStore } from '../stores/status/status-store.ts';
import type { ActiveTopic, ActiveTopics } from './active-topics.ts';

/** Keeps which topics connectors work with where all workers of a cluster see it. */
export class TopicActiveTopics implements ActiveTopics {
  readonly #status: Pick<StatusStore, 'topic' | 'topics' | 'putTopic' | 'removeTopic'>;

  constructor(status: Pick<StatusStore, 'topic' | 'topics' | 'putTopic' | 'removeTopic'>) {
    this.#status = status;
  }

  of(connector: string): readonly string[] {
    return this.#status.topics(connector).map(({ topic }) => topic);
  }

  add(active: ActiveTopic): void {
    if (this.#status.topic(active.connector, active.topic) === null) this.#status.putTopic(active);
  }

  reset(connector: string): void {
    for (const { topic } of this.#status.topics(connector)) this.#status.removeTopic(connector, topic);
  }
}
