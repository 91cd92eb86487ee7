export interface SettingsIssue {
  readonly key: string;
  /** As it was given; `null` when the property is missing. */
  readonly value: string | null;
  /** A complete sentence with key, value and rule. */
  readonly message: string;
}

/** Properties that cannot be used, all of them at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly issues: readonly SettingsIssue[];

  constructor(issues: readonly SettingsIssue[]) {
    super(issues.map(({ message }) => message).join('\n'));
    this.issues = issues;
  }
}

export function invalidValue(key: string, value: string, rule: string): SettingsIssue {
  return { key, value, message: `Invalid value ${value} for configuration ${key}: ${rule}` };
}

export function missingValue(key: string): SettingsIssue {
  return {
    key,
    value: null,
    message: `Missing required configuration "${key}" which has no default value.`,
  };
}
