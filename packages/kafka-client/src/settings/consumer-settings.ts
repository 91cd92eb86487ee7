import { clientKeys, silentKeys } from './client-settings.ts';
import {
  parseSettings,
  type ClientProperties,
  type ParsedSettings,
  type SettingsOf,
  type SettingsRule,
} from './parse-settings.ts';
import { resetPolicy } from './offset-reset/reset-policy.ts';
import { bool, choice, int, list, only, optionalText, text } from './setting.ts';
import { invalidValue, type SettingsIssue } from './settings-error.ts';

const rangeAssignor = 'org.apache.kafka.clients.consumer.RangeAssignor';
const stickyAssignor = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

/** Sizes are bytes, times milliseconds. */
const consumerKeys = {
  ...clientKeys,
  'group.id': optionalText(),
  'group.instance.id': optionalText(),
  'group.protocol': only('classic', 'the consumer protocol (KIP-848) is not spoken'),
  'partition.assignment.strategy': list([rangeAssignor, stickyAssignor]),
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
  if (strategies.some((name) => name === rangeAssignor || name === 'range')) return [];
  const rule = `Only ${rangeAssignor} is supported; add it to the list`;
  return [invalidValue('partition.assignment.strategy', strategies.join(','), rule)];
}

const rules: readonly SettingsRule<ConsumerSettings>[] = [checkHeartbeat, checkAssignors];

/** @throws SettingsError */
export function parseConsumerSettings(properties: ClientProperties): ParsedSettings<ConsumerSettings> {
  return parseSettings(properties, { keys: consumerKeys, rules, silentKeys });
}
