import { RequestError } from '../requests/request-error.ts';
import { listOf } from './config-key.ts';
import { checkTopicOverrides, TopicConfig, type TopicOverrides } from './topic-config.ts';
import { topicConfigKeys } from './topic-config-keys.ts';

/** One change of a property, as IncrementalAlterConfigs has it. */
export interface ConfigChange {
  readonly name: string;
  readonly configOperation: number;
  readonly value: string | null;
}

const operations = { set: 0, remove: 1, append: 2, subtract: 3 } as const;

/** What is set for a topic after the changes. Throws RequestError for the first that cannot be made. */
export function alterOverrides(current: TopicOverrides, changes: readonly ConfigChange[]): TopicOverrides {
  const names = changes.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new RequestError('INVALID_REQUEST', 'Error due to duplicate config keys');
  }
  const altered = new Map(Object.entries(current));
  for (const change of changes) {
    const value = changedValue(new TopicConfig(current), change);
    if (value === null) altered.delete(change.name);
    else altered.set(change.name, value);
  }
  return checkTopicOverrides([...altered].map(([name, value]) => ({ name, value })));
}

function changedValue(config: TopicConfig, { name, configOperation, value }: ConfigChange): string | null {
  if (configOperation === operations.remove) return null;
  if (value === null) throw new RequestError('INVALID_REQUEST', `Null value not supported for : ${name}`);
  if (configOperation === operations.set) return value;
  if (configOperation !== operations.append && configOperation !== operations.subtract) {
    throw new RequestError('INVALID_REQUEST', `Unknown operation ${configOperation} on config ${name}`);
  }
  if (topicConfigKeys.find((key) => key.name === name)?.type !== 'list') {
    throw new RequestError(
      'INVALID_CONFIG',
      `Config value append is not allowed for config key: ${name}: it is no list.`,
    );
  }
  const known = listOf(config.valueOf(name));
  const named = listOf(value);
  const others = known.filter((each) => !named.includes(each));
  return (configOperation === operations.append ? [...others, ...named] : others).join(',');
}
