import { relabelActions, type RelabelAction, type RelabelRule } from './relabel.ts';

interface WrittenRule {
  readonly action?: unknown;
  readonly source_labels?: unknown;
  readonly separator?: unknown;
  readonly regex?: unknown;
  readonly target_label?: unknown;
  readonly replacement?: unknown;
  readonly modulus?: unknown;
}

const known = new Set([
  'action',
  'source_labels',
  'separator',
  'regex',
  'target_label',
  'replacement',
  'modulus',
]);
const needsTarget: ReadonlySet<RelabelAction> = new Set(['replace', 'hashmod', 'lowercase', 'uppercase']);

/**
 * Reads rules as JSON, with the names that they have in a configuration of Prometheus.
 * @throws Error saying which rule is wrong, and why.
 */
export function parseRelabelRules(text: string): RelabelRule[] {
  const written: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (!Array.isArray(written)) throw new Error('rules are a JSON array');
  return written.map((rule, index) => {
    try {
      return ruleOf(Object(rule) as WrittenRule);
    } catch (error) {
      throw new Error(`rule ${index + 1}: ${(error as Error).message}`, { cause: error });
    }
  });
}

function ruleOf(written: WrittenRule): RelabelRule {
  const unknown = Object.keys(written).find((key) => !known.has(key));
  if (unknown !== undefined) throw new Error(`there is no ${unknown}`);
  const action = textIn(written.action, 'replace').toLowerCase() as RelabelAction;
  if (!relabelActions.includes(action)) throw new Error(`action is one of ${relabelActions.join(', ')}`);
  const targetLabel = textIn(written.target_label, '');
  if (needsTarget.has(action) && targetLabel === '') throw new Error(`${action} needs target_label`);
  const modulus = Number(written.modulus ?? 0);
  if (action === 'hashmod' && !(Number.isSafeInteger(modulus) && modulus > 0)) {
    throw new Error('hashmod needs modulus, a whole number above 0');
  }
  return {
    action,
    sourceLabels: namesIn(written.source_labels),
    separator: textIn(written.separator, ';'),
    regex: new RegExp(`^(?:${textIn(written.regex, '(.*)')})$`, 'su'),
    targetLabel,
    replacement: textIn(written.replacement, '$1'),
    modulus,
  };
}

function textIn(value: unknown, otherwise: string): string {
  if (value === undefined) return otherwise;
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}

function namesIn(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error('source_labels is an array of names');
  return value.map((name) => textIn(name, ''));
}
