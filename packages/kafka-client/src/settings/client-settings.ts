import { bootstrapServers } from './bootstrap-servers.ts';
import type { SettingsOf, SettingsRule } from './parse-settings.ts';
import { int, long, only, text, type Setting } from './setting.ts';
import { invalidValue } from './settings-error.ts';

/** What producer, consumer and admin client have in common. Times are milliseconds. */
export const clientKeys = {
  'bootstrap.servers': bootstrapServers,
  'client.id': text(''),
  'security.protocol': only('PLAINTEXT', 'use a plaintext listener of the brokers'),
  'request.timeout.ms': int({ default: 30_000, min: 0 }),
  'retry.backoff.ms': long({ default: 100, min: 0 }),
  'retry.backoff.max.ms': long({ default: 1000, min: 0 }),
  'reconnect.backoff.ms': long({ default: 50, min: 0 }),
  'reconnect.backoff.max.ms': long({ default: 1000, min: 0 }),
  'socket.connection.setup.timeout.ms': long({ default: 10_000, min: 0 }),
  'metadata.max.age.ms': long({ default: 300_000, min: 0 }),
  'connections.max.idle.ms': long({ default: 540_000 }),
} as const satisfies Record<string, Setting<unknown>>;

export type ClientSettings = SettingsOf<typeof clientKeys>;

/** Settings of Java's that mean nothing here, or are always given by Connect: no reason for a warning. */
export const silentKeys: ReadonlySet<string> = new Set([
  'key.serializer',
  'value.serializer',
  'key.deserializer',
  'value.deserializer',
]);

/** A rule against a property that changes what happens, for clients that cannot do it. */
export function unsupported(key: string, reason: string): SettingsRule<ClientSettings> {
  return (_settings, given) => {
    const value = given[key];
    return value === undefined || value.trim() === '' ? [] : [invalidValue(key, value, reason)];
  };
}
