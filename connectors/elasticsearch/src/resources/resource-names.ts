const maxNameLength = 255;

/** The index of a topic: its name as servers take it. */
export function indexName(topic: string): string {
  const lowered = topic.toLowerCase().slice(0, maxNameLength);
  const name = /^[-_]/.test(lowered) ? lowered.slice(1) : lowered;
  return name === '.' || name === '..' ? name.replaceAll('.', 'dot') : name;
}

/** The data stream of a topic, of parts in which `${topic}` stands for it. */
export function dataStreamName(parts: readonly string[], topic: string): string {
  return parts.map((part) => part.replaceAll('${topic}', topic.toLowerCase())).join('-');
}
