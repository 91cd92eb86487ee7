import { hidden } from './password.ts';
import { RuleError, type Setting } from './setting.ts';
import { invalidValue, missingValue, SettingsError, type SettingsIssue } from './settings-error.ts';

export type SettingKeys = Readonly<Record<string, Setting<unknown>>>;

/** The values of settings by the names of their properties. */
export type SettingsOf<K extends SettingKeys> = {
  readonly [Key in keyof K]: K[Key] extends Setting<infer T> ? T : never;
};

/** Properties as a user wrote them. */
export type ClientProperties = Readonly<Record<string, string>>;

export interface ParsedSettings<S> {
  readonly settings: S;
  /** Properties that were given and have no effect here: worth one warning. */
  readonly ignoredKeys: readonly string[];
}

/** A condition over several settings; returns what is wrong. */
export type SettingsRule<S> = (settings: S, given: ClientProperties) => readonly SettingsIssue[];

interface Parsing<K extends SettingKeys> {
  readonly keys: K;
  readonly rules: readonly SettingsRule<SettingsOf<K>>[];
  /** Known properties that need no warning though nothing depends on them. */
  readonly silentKeys: ReadonlySet<string>;
}

/** @throws SettingsError with everything that is wrong. */
export function parseSettings<K extends SettingKeys>(
  properties: ClientProperties,
  { keys, rules, silentKeys }: Parsing<K>,
): ParsedSettings<SettingsOf<K>> {
  const values: Record<string, unknown> = {};
  const issues: SettingsIssue[] = [];
  for (const [key, setting] of Object.entries(keys)) {
    const issue = readSetting(values, { key, setting, text: properties[key] });
    if (issue !== null) issues.push(issue);
  }
  if (issues.length > 0) throw new SettingsError(issues);
  const settings = values as SettingsOf<K>;
  const broken = rules.flatMap((rule) => rule(settings, properties));
  if (broken.length > 0) throw new SettingsError(broken);
  const ignoredKeys = Object.keys(properties).filter((key) => !(key in keys) && !silentKeys.has(key));
  return { settings, ignoredKeys };
}

interface Reading {
  readonly key: string;
  readonly setting: Setting<unknown>;
  readonly text: string | undefined;
}

function readSetting(values: Record<string, unknown>, { key, setting, text }: Reading): SettingsIssue | null {
  if (text === undefined) {
    values[key] = setting.default;
    return 'default' in setting ? null : missingValue(key);
  }
  try {
    values[key] = setting.parse(text);
    return null;
  } catch (error) {
    if (error instanceof RuleError) {
      return invalidValue(key, setting.isSecret === true ? hidden : text, error.message);
    }
    throw error;
  }
}
