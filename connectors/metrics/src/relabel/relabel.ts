import { hash } from 'node:crypto';

export const relabelActions = [
  'replace',
  'keep',
  'drop',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'hashmod',
  'lowercase',
  'uppercase',
] as const;
export type RelabelAction = (typeof relabelActions)[number];

/** A rule as Prometheus has them, with Prometheus' defaults. */
export interface RelabelRule {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** Has to match the whole text. */
  readonly regex: RegExp;
  readonly targetLabel: string;
  readonly replacement: string;
  readonly modulus: number;
}

/** The labels after all rules; `null` where a rule drops them. */
export function relabel(
  labels: ReadonlyMap<string, string>,
  rules: readonly RelabelRule[],
): Map<string, string> | null {
  const changed = new Map(labels);
  for (const rule of rules) if (!apply(changed, rule)) return null;
  for (const [name, value] of changed) if (value === '') changed.delete(name);
  return changed;
}

/** @returns false where the rule drops them. */
function apply(labels: Map<string, string>, rule: RelabelRule): boolean {
  const text = rule.sourceLabels.map((name) => labels.get(name) ?? '').join(rule.separator);
  switch (rule.action) {
    case 'keep':
      return rule.regex.test(text);
    case 'drop':
      return !rule.regex.test(text);
    case 'replace':
      replace(labels, text, rule);
      return true;
    case 'hashmod':
      labels.set(rule.targetLabel, String(hashOf(text) % BigInt(rule.modulus)));
      return true;
    case 'lowercase':
      labels.set(rule.targetLabel, text.toLowerCase());
      return true;
    case 'uppercase':
      labels.set(rule.targetLabel, text.toUpperCase());
      return true;
    case 'labelmap':
    case 'labeldrop':
    case 'labelkeep':
      changeNames(labels, rule);
      return true;
  }
}

function replace(
  labels: Map<string, string>,
  text: string,
  { regex, targetLabel, replacement }: RelabelRule,
): void {
  const match = regex.exec(text);
  if (match === null) return;
  labels.set(expanded(targetLabel, match), expanded(replacement, match));
}

/** `$1` and `${1}` stand for groups, as in Go. */
function expanded(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:(\d+)|\{(\d+)\})/g,
    (_all, plain?: string, braced?: string) => match[Number(plain ?? braced)] ?? '',
  );
}

function changeNames(labels: Map<string, string>, { action, regex, replacement }: RelabelRule): void {
  for (const [name, value] of [...labels]) {
    const match = regex.exec(name);
    if (action === 'labelmap' && match !== null) labels.set(expanded(replacement, match), value);
    if ((action === 'labeldrop' && match !== null) || (action === 'labelkeep' && match === null))
      labels.delete(name);
  }
}

/** The last eight bytes of the MD5 of the text, as Prometheus divides. */
function hashOf(text: string): bigint {
  return BigInt(`0x${hash('md5', text, 'hex').slice(16)}`);
}
