import { bootstrapServers } from './bootstrap-servers.ts';
import type { SettingsOf, SettingsRule } from './parse-settings.ts';
import { saslKeys } from './sasl-keys.ts';
import { choice, int, long, text, type Setting } from './setting.ts';
import { invalidValue } from './settings-error.ts';
import { sslKeys } from './ssl-keys.ts';

export const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export type SecurityProtocol = (typeof securityProtocols)[number];

/** What producer, consumer and admin client have in common. Times are milliseconds. */
export const clientKeys = {
  'bootstrap.servers': bootstrapServers,
  'client.id': text(''),
  'client.dns.lookup': choice({
    default: 'use_all_dns_ips',
    of: ['use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only'],
  }),
  'security.protocol': choice({ default: 'PLAINTEXT', of: securityProtocols, ignoreCase: true }),
  ...sslKeys,
  ...saslKeys,
  'request.timeout.ms': int({ default: 30_000, min: 0 }),
  'retry.backoff.ms': long({ default: 100, min: 0 }),
  'retry.backoff.max.ms': long({ default: 1000, min: 0 }),
  'reconnect.backoff.ms': long({ default: 50, min: 0 }),
  'reconnect.backoff.max.ms': long({ default: 1000, min: 0 }),
  'socket.connection.setup.timeout.ms': long({ default: 10_000 }),
  'socket.connection.setup.timeout.max.ms': long({ default: 30_000 }),
  'metadata.max.age.ms': long({ default: 300_000, min: 0 }),
  'metadata.recovery.strategy': choice({
    default: 'rebootstrap',
    of: ['rebootstrap', 'none'],
    ignoreCase: true,
  }),
  'metadata.recovery.rebootstrap.trigger.ms': long({ default: 300_000, min: 0 }),
  'connections.max.idle.ms': long({ default: 540_000 }),
} as const satisfies Record<string, Setting<unknown>>;

export type ClientSettings = SettingsOf<typeof clientKeys>;

/** A rule against a property that changes what happens, for clients that cannot do it. */
export function unsupported(key: string, reason: string): SettingsRule<ClientSettings> {
  return (_settings, given) => {
    const value = given[key];
    return value === undefined || value.trim() === '' ? [] : [invalidValue(key, value, reason)];
  };
}
