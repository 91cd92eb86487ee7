import { refusal, type Validator } from '@sluice/connect-api';

/** A list of `topic:resource`, no topic twice. */
export function topicMappings(): Validator<readonly string[]> {
  return {
    describe: () => 'topic:resource, …',
    check: (checked) => {
      const items = Array.isArray(checked.value) ? (checked.value as readonly string[]) : [];
      const wrong = items.find((item) => !/^[^:]+:[^:].*$/.test(item));
      if (wrong !== undefined) return refusal(checked, `'${wrong}' is not written as topic:resource`);
      const topics = items.map((item) => item.split(':')[0]);
      const repeated = topics.find((topic, index) => topics.indexOf(topic) !== index);
      return repeated === undefined ? null : refusal(checked, `the topic '${repeated}' stands there twice`);
    },
  };
}

/** The resources by topic, of a list that was checked. */
export function parseTopicMappings(items: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    items.map((item) => {
      const colon = item.indexOf(':');
      return [item.slice(0, colon).trim(), item.slice(colon + 1).trim()];
    }),
  );
}
