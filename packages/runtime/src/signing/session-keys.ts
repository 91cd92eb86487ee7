import { randomBytes } from 'node:crypto';
import type { SessionKey } from '../stores/config/config-record.ts';
import { keyBytes } from './mac-hash.ts';

export interface SessionKeySettings {
  /** `inter.worker.key.generation.algorithm` */
  readonly algorithm: string;
  /** `inter.worker.key.size`; `null` for what is usual for the algorithm. */
  readonly bits: number | null;
  /** `inter.worker.key.ttl.ms`; 0 for a key that is not replaced while a worker runs. */
  readonly ttlMs: number;
}

/** A key, and from when on the leader replaces it, in ms since the epoch. */
export interface HeldSessionKey {
  readonly sessionKey: SessionKey;
  readonly expiresMs: number;
}

/** A new key; whoever leads writes it to the config topic, from which all take it. */
export function createSessionKey({ algorithm, bits }: SessionKeySettings, nowMs: number): SessionKey {
  return { key: randomBytes(keyBytes(algorithm, bits)), algorithm, createdMs: nowMs };
}

/** A key that was in the topic when the worker started: with a time to live of 0 it is replaced once. */
export function foundSessionKey(sessionKey: SessionKey, { ttlMs }: SessionKeySettings): HeldSessionKey {
  return { sessionKey, expiresMs: sessionKey.createdMs + ttlMs };
}

/** A key that was written since. It makes the one before invalid at once. */
export function receivedSessionKey(sessionKey: SessionKey, settings: SessionKeySettings): HeldSessionKey {
  if (settings.ttlMs > 0) return foundSessionKey(sessionKey, settings);
  return { sessionKey, expiresMs: Number.POSITIVE_INFINITY };
}

/** Whether the leader of a group that signs has to write another key: there is none, it is too old, or of another kind. */
export function needsNewSessionKey(
  held: HeldSessionKey | null,
  { algorithm, bits }: SessionKeySettings,
  nowMs: number,
): boolean {
  if (held === null || held.expiresMs <= nowMs) return true;
  const { sessionKey } = held;
  return sessionKey.algorithm !== algorithm || sessionKey.key.length !== keyBytes(algorithm, bits);
}
