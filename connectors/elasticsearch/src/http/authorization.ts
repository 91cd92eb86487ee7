import type { ConnectionSettings } from '../config/settings.ts';
import { base64 } from './server-pool.ts';

/** The header `authorization` that the keys ask for, `null` for none. */
export function authorizationOf({ username, password, apiKey }: ConnectionSettings): string | null {
  if (apiKey !== null) {
    const key = apiKey.reveal();
    return `ApiKey ${key.includes(':') ? base64(key) : key}`;
  }
  if (username === null || username === '') return null;
  return `Basic ${base64(`${username}:${password?.reveal() ?? ''}`)}`;
}
