/** Notices which topics a task works with, and tells of each once. Asked for each batch, not for each record. */
export class TopicTracker {
  readonly #onTopic: (topic: string) => void;
  readonly #told = new Set<string>();

  constructor(onTopic: (topic: string) => void) {
    this.#onTopic = onTopic;
  }

  /** The task has read from or written to the topic. */
  used(topic: string): void {
    if (this.#told.has(topic)) return;
    this.#told.add(topic);
    this.#onTopic(topic);
  }

  /** What was told is forgotten: topics still in use are to be told of again. */
  forget(): void {
    this.#told.clear();
  }
}
