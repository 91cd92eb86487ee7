/** Where the files of topics go: `topics.dir`, in which `${topic}` and the groups of a pattern are replaced. */
export class TopicFolders {
  readonly #template: string;
  readonly #pattern: RegExp | null;
  readonly #folders = new Map<string, string>();

  constructor(topicsDir: string, capturePattern: string | null) {
    this.#template = topicsDir;
    this.#pattern = capturePattern === null ? null : new RegExp(`^(?:${capturePattern})$`);
  }

  /** The folder below which all folders of a topic's partitions are. */
  of(topic: string): string {
    return this.#remember(topic, () => joinPath(this.#base(topic), topic));
  }

  /** Where files of a Kafka partition stand until they are complete. */
  stagingOf(topic: string, partition: number): string {
    return joinPath(this.#base(topic), '+tmp', topic, String(partition));
  }

  #remember(topic: string, make: () => string): string {
    const known = this.#folders.get(topic);
    if (known !== undefined) return known;
    const folder = make();
    this.#folders.set(topic, folder);
    return folder;
  }

  #base(topic: string): string {
    const groups = this.#pattern?.exec(topic) ?? [topic];
    return this.#template
      .replaceAll('${topic}', topic)
      .replaceAll(/\$\{(\d+)\}/g, (reference, number: string) => groups[Number(number)] ?? reference);
  }
}

/** Puts parts of a path together, without doubling what separates them. */
export function joinPath(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part, index) => (index === 0 ? part : part.replace(/^\/+/, '')))
    .map((part, index, all) => (index === all.length - 1 ? part : part.replace(/\/+$/, '')))
    .join('/');
}
