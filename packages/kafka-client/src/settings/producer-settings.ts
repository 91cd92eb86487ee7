import { clientKeys } from './client-settings.ts';
import { silentKeys } from './keys-without-effect.ts';
import {
  parseSettings,
  type ClientProperties,
  type ParsedSettings,
  type SettingsOf,
  type SettingsRule,
} from './parse-settings.ts';
import { bool, choice, int, long, only, optionalText, RuleError, type Setting } from './setting.ts';
import { invalidValue, type SettingsIssue } from './settings-error.ts';

const maxInt = 2_147_483_647;
const roundRobinClass = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

export type Partitioner = 'built-in' | 'round-robin';

// The level that Kafka takes for its fast compressor, and the only one that the library here has.
const fastLz4Level = 9;

/** The classes that Kafka ships; absent, what KIP-794 built into the producer. */
const partitionerClass: Setting<Partitioner> = {
  default: 'built-in',
  parse(className) {
    if (className.trim() === '') return 'built-in';
    if (className.trim() === roundRobinClass) return 'round-robin';
    throw new RuleError(
      `Only ${roundRobinClass} is supported, since Java classes cannot run here; remove the property for the default`,
    );
  },
};

const gzipLevel: Setting<number> = {
  default: -1,
  parse(text) {
    const level = int({ default: -1 }).parse(text);
    if (level === -1 || (level >= 1 && level <= 9)) return level;
    throw new RuleError('Value must be between 1 and 9 or equal to -1');
  },
};

/** Sizes are bytes, times milliseconds. */
export const producerKeys = {
  ...clientKeys,
  acks: choice({ default: 'all', of: ['all', '0', '1'], aliases: { '-1': 'all' } }),
  'linger.ms': long({ default: 5, min: 0 }),
  'batch.size': int({ default: 16_384, min: 0 }),
  'max.request.size': int({ default: 1_048_576, min: 0 }),
  'buffer.memory': long({ default: 33_554_432, min: 0 }),
  'metadata.max.idle.ms': long({ default: 300_000, min: 5000 }),
  'max.block.ms': long({ default: 60_000, min: 0 }),
  'delivery.timeout.ms': int({ default: 120_000, min: 0 }),
  retries: int({ default: maxInt, min: 0 }),
  'max.in.flight.requests.per.connection': int({ default: 5, min: 1 }),
  'enable.idempotence': bool(true),
  'transactional.id': optionalText(),
  'transaction.timeout.ms': int({ default: 60_000 }),
  'transaction.two.phase.commit.enable': only('false', 'two-phase commit (KIP-939) is not spoken'),
  'compression.type': choice({ default: 'none', of: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] }),
  'compression.gzip.level': gzipLevel,
  'compression.lz4.level': int({ default: fastLz4Level, min: 1, max: 17 }),
  'compression.zstd.level': int({ default: 3, min: -131_072, max: 22 }),
  'partitioner.class': partitionerClass,
  'partitioner.adaptive.partitioning.enable': bool(true),
  'partitioner.availability.timeout.ms': long({ default: 0, min: 0 }),
  'partitioner.ignore.keys': bool(false),
} as const;

export type ProducerSettings = SettingsOf<typeof producerKeys>;

function checkIdempotence(settings: ProducerSettings, given: ClientProperties): readonly SettingsIssue[] {
  const isTransactional = settings['transactional.id'] !== null;
  if (given['enable.idempotence'] === undefined && !isTransactional) return [];
  const issues: SettingsIssue[] = [];
  const refuse = (key: string, rule: string): void => {
    const purpose = isTransactional
      ? 'when transactional.id is set'
      : 'in order to use the idempotent producer';
    issues.push(invalidValue(key, given[key] ?? '', `${rule} ${purpose}`));
  };
  if (!settings['enable.idempotence']) {
    if (isTransactional) refuse('enable.idempotence', 'Must be true');
    return issues;
  }
  if (settings.acks !== 'all') refuse('acks', 'Must be all');
  if (settings.retries === 0) refuse('retries', 'Must be greater than 0');
  if (settings['max.in.flight.requests.per.connection'] > 5) {
    refuse('max.in.flight.requests.per.connection', 'Must be at most 5');
  }
  return issues;
}

function checkDeliveryTimeout(settings: ProducerSettings, given: ClientProperties): readonly SettingsIssue[] {
  const value = given['delivery.timeout.ms'];
  if (value === undefined || settings['delivery.timeout.ms'] >= leastDeliveryTimeoutMs(settings)) return [];
  const rule = 'should be equal to or larger than linger.ms + request.timeout.ms';
  return [invalidValue('delivery.timeout.ms', value, rule)];
}

function leastDeliveryTimeoutMs(settings: ProducerSettings): number {
  return Math.min(maxInt, settings['linger.ms'] + settings['request.timeout.ms']);
}

const rules: readonly SettingsRule<ProducerSettings>[] = [checkIdempotence, checkDeliveryTimeout];

/** @throws SettingsError */
export function parseProducerSettings(properties: ClientProperties): ParsedSettings<ProducerSettings> {
  const parsed = parseSettings(properties, { keys: producerKeys, rules, silentKeys });
  const ignoredKeys = [...parsed.ignoredKeys, ...withoutEffect(parsed.settings)];
  return { settings: withDerivedDefaults(parsed.settings, properties), ignoredKeys };
}

function withoutEffect(settings: ProducerSettings): string[] {
  const isHonoured = settings['compression.lz4.level'] === fastLz4Level;
  return settings['compression.type'] !== 'lz4' || isHonoured ? [] : ['compression.lz4.level'];
}

/** Idempotence is on by default only where the other settings allow it. */
function withDerivedDefaults(settings: ProducerSettings, given: ClientProperties): ProducerSettings {
  const allowsIdempotence =
    settings.acks === 'all' && settings.retries > 0 && settings['max.in.flight.requests.per.connection'] <= 5;
  return {
    ...settings,
    'enable.idempotence':
      settings['enable.idempotence'] && (given['enable.idempotence'] !== undefined || allowsIdempotence),
    'delivery.timeout.ms': Math.max(settings['delivery.timeout.ms'], leastDeliveryTimeoutMs(settings)),
  };
}
