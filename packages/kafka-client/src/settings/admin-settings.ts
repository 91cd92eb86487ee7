import { clientKeys, silentKeys, unsupported } from './client-settings.ts';
import {
  parseSettings,
  type ClientProperties,
  type ParsedSettings,
  type SettingsOf,
} from './parse-settings.ts';
import { int } from './setting.ts';

const adminKeys = {
  ...clientKeys,
  'default.api.timeout.ms': int({ default: 60_000, min: 0 }),
} as const;

export type AdminSettings = SettingsOf<typeof adminKeys>;

const rules = [unsupported('bootstrap.controllers', 'Set bootstrap.servers instead')];

/** @throws SettingsError */
export function parseAdminSettings(properties: ClientProperties): ParsedSettings<AdminSettings> {
  return parseSettings(properties, { keys: adminKeys, rules, silentKeys });
}
