import { findAssignor, knownAssignors } from '../group/assignors/assignor-list.ts';
import { clientKeys } from './client-settings.ts';
import { silentKeys } from './keys-without-effect.ts';
import {
  parseSettings,
  type ClientProperties,
  type ParsedSettings,
  type SettingsOf,
  type SettingsRule,
} from './parse-settings.ts';
import { resetPolicy } from './offset-reset/reset-policy.ts';
import { bool, choice, int, list, optionalText, text } from './setting.ts';
import { invalidValue, type SettingsIssue } from './settings-error.ts';

const defaultAssignors = [
  'org.apache.kafka.clients.consumer.RangeAssignor',
  'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
];

/** Settings that the one group protocol has and the other has not: there the brokers decide. */
const onlyWith: Readonly<Record<'classic' | 'consumer', readonly string[]>> = {
  classic: ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms'],
  consumer: ['group.remote.assignor'],
};

/** Sizes are bytes, times milliseconds. */
export const consumerKeys = {
  ...clientKeys,
  'group.id': optionalText(),
  'group.instance.id': optionalText(),
  'group.protocol': choice({ default: 'classic', of: ['classic', 'consumer'], ignoreCase: true }),
  'group.remote.assignor': optionalText(),
  'partition.assignment.strategy': list(defaultAssignors),
  'session.timeout.ms': int({ default: 45_000, min: 0 }),
  'heartbeat.interval.ms': int({ default: 3000 }),
  'max.poll.interval.ms': int({ default: 300_000, min: 1 }),
  'max.poll.records': int({ default: 500, min: 1 }),
  'enable.auto.commit': bool(true),
  'auto.commit.interval.ms': int({ default: 5000, min: 0 }),
  'auto.offset.reset': resetPolicy('latest'),
  'isolation.level': choice({ default: 'read_uncommitted', of: ['read_committed', 'read_uncommitted'] }),
  'fetch.min.bytes': int({ default: 1, min: 0 }),
  'fetch.max.bytes': int({ default: 52_428_800, min: 0 }),
  'fetch.max.wait.ms': int({ default: 500, min: 0 }),
  'max.partition.fetch.bytes': int({ default: 1_048_576, min: 0 }),
  'check.crcs': bool(true),
  'client.rack': text(''),
  'allow.auto.create.topics': bool(true),
  'exclude.internal.topics': bool(true),
  'default.api.timeout.ms': int({ default: 60_000, min: 0 }),
} as const;

export type ConsumerSettings = SettingsOf<typeof consumerKeys>;

function checkHeartbeat(settings: ConsumerSettings, given: ClientProperties): readonly SettingsIssue[] {
  if (settings['heartbeat.interval.ms'] < settings['session.timeout.ms']) return [];
  const key = given['heartbeat.interval.ms'] === undefined ? 'session.timeout.ms' : 'heartbeat.interval.ms';
  const rule = 'heartbeat.interval.ms must be lower than session.timeout.ms';
  return [invalidValue(key, String(settings[key]), rule)];
}

function checkAssignors(settings: ConsumerSettings): readonly SettingsIssue[] {
  const strategies = settings['partition.assignment.strategy'];
  const problem = assignorProblem(strategies);
  return problem === null
    ? []
    : [invalidValue('partition.assignment.strategy', strategies.join(','), problem)];
}

function assignorProblem(strategies: readonly string[]): string | null {
  if (strategies.length === 0) return 'it needs at least one assignor';
  const unknown = strategies.filter((one) => findAssignor(one) === undefined);
  const known = knownAssignors.map(({ className }) => className).join(', ');
  if (unknown.length > 0)
    return `${unknown.join(', ')} is not supported, as assignors of your own are not; choose among ${known}`;
  const names = strategies.map((one) => findAssignor(one)?.name);
  return new Set(names).size < names.length ? 'it names an assignor twice' : null;
}

function checkProtocol(settings: ConsumerSettings, given: ClientProperties): readonly SettingsIssue[] {
  const protocol = settings['group.protocol'];
  const foreign = onlyWith[protocol === 'classic' ? 'consumer' : 'classic'];
  return foreign.flatMap((key) => {
    const value = given[key]?.trim() ?? '';
    const rule = `it cannot be set when group.protocol=${protocol}`;
    return value === '' ? [] : [invalidValue(key, value, rule)];
  });
}

const rules: readonly SettingsRule<ConsumerSettings>[] = [checkHeartbeat, checkAssignors, checkProtocol];

/** @throws SettingsError */
export function parseConsumerSettings(properties: ClientProperties): ParsedSettings<ConsumerSettings> {
  return parseSettings(properties, { keys: consumerKeys, rules, silentKeys });
}
