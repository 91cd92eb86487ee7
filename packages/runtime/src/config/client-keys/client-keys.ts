import { boolean, defineConfig, list, oneOf, string, type ConfigKey } from '@sluice/connect-api';
import { bootstrapKeys, connectionKeys } from './connection-keys.ts';
import { metricsKeys } from './metrics-keys.ts';
import { saslKeys } from './sasl-keys.ts';
import { sslKeys } from './ssl-keys.ts';

/**
 * What every client of a connector has, as Kafka declares it. Which values are good is decided by the client itself,
 * which knows more than one key at a time; so keys that only clients have come without validators here.
 */
export const clientKeys = defineConfig({
  ...bootstrapKeys,
  ...connectionKeys,
  ...metricsKeys,
  'metrics.recording.level': {
    ...metricsKeys['metrics.recording.level'],
    validator: oneOf('INFO', 'DEBUG', 'TRACE'),
  },
  'enable.metrics.push': boolean({
    doc: 'Whether brokers may ask for figures (KIP-714). Without effect: they are not sent.',
    importance: 'low',
    default: true,
  }),
  'config.providers': list({
    doc: 'Config providers of the client. Without effect: references are resolved before a client is made.',
    importance: 'low',
    default: [],
  }),
  'security.providers': string({
    doc: 'Security providers of a Java VM. Without effect: TLS is that of Node.',
    importance: 'low',
    default: null,
  }),
  ...sslKeys,
  ...saslKeys,
});

/** A key with another default. */
export function withDefault<T>(key: ConfigKey<T>, defaultValue: T): ConfigKey<T> {
  return { ...key, hasDefault: true, defaultValue };
}
