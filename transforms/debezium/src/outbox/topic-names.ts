import { JavaPattern, renameMatching, Replacement } from '@sluice/transform-shared';

const maxTopics = 256;

/** The topics for what the route column says, kept for those that were seen. */
export class TopicNames {
  readonly #pattern: JavaPattern;
  readonly #replacement: Replacement;
  readonly #topics = new Map<string, string>();

  constructor(pattern: string, replacement: string) {
    this.#pattern = new JavaPattern(pattern);
    this.#replacement = new Replacement(replacement, this.#pattern);
  }

  topicOf(route: string): string {
    let topic = this.#topics.get(route);
    if (topic === undefined) {
      topic = renameMatching(route, this.#pattern, this.#replacement);
      if (this.#topics.size >= maxTopics) this.#topics.clear();
      this.#topics.set(route, topic);
    }
    return topic;
  }
}
