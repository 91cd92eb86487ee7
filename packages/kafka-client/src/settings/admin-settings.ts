import { clientKeys, unsupported } from './client-settings.ts';
import { silentKeys } from './keys-without-effect.ts';
import {
  parseSettings,
  type ClientProperties,
  type ParsedSettings,
  type SettingsOf,
} from './parse-settings.ts';
import { int, long } from './setting.ts';

export const adminKeys = {
  ...clientKeys,
  'connections.max.idle.ms': long({ default: 300_000 }),
  retries: int({ default: 2_147_483_647, min: 0 }),
  'default.api.timeout.ms': int({ default: 60_000, min: 0 }),
} as const;

export type AdminSettings = SettingsOf<typeof adminKeys>;

const rules = [unsupported('bootstrap.controllers', 'Set bootstrap.servers instead')];

/** @throws SettingsError */
export function parseAdminSettings(properties: ClientProperties): ParsedSettings<AdminSettings> {
  return parseSettings(properties, { keys: adminKeys, rules, silentKeys });
}
