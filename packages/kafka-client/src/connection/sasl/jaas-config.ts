import { hidden, type Password } from '../../settings/password.ts';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { jaasTokens, type JaasToken } from './jaas-tokens.ts';

/** `sasl.jaas.config`: the class of a login module, and its options. */
export interface JaasConfig {
  readonly loginModule: string;
  readonly options: Readonly<Record<string, string>>;
}

const controlFlags = ['required', 'requisite', 'sufficient', 'optional'];

/** What is wrong with the text; says nothing of its values. */
class JaasSyntaxError extends Error {}

/**
 * Reads `Class required option="value" …;`, which may be one only.
 * @throws SettingsError whose message shows nothing of the text.
 */
export function parseJaasConfig(config: Password): JaasConfig {
  try {
    const entries = readEntries(jaasTokens(config.reveal()));
    const [entry] = entries;
    if (entry !== undefined && entries.length === 1) return entry;
    throw new JaasSyntaxError(`It contains ${entries.length} login modules, should be 1 module`);
  } catch (error) {
    if (!(error instanceof JaasSyntaxError)) throw error;
    throw new SettingsError([invalidValue('sasl.jaas.config', hidden, error.message)]);
  }
}

function readEntries(tokens: JaasToken[]): JaasConfig[] {
  const entries: JaasConfig[] = [];
  const rest = [...tokens];
  while (rest.length > 0) entries.push(readEntry(rest));
  return entries;
}

function readEntry(rest: JaasToken[]): JaasConfig {
  const loginModule = textOf(rest.shift());
  if (loginModule === null) throw new JaasSyntaxError('It does not begin with the class of a login module');
  const flag = textOf(rest.shift());
  if (flag === null || !controlFlags.includes(flag.toLowerCase())) {
    throw new JaasSyntaxError(`The login module must be followed by one of: ${controlFlags.join(', ')}`);
  }
  const options: Record<string, string> = {};
  for (let token = rest.shift(); !isSign(token, ';'); token = rest.shift()) {
    if (token === undefined) throw new JaasSyntaxError('It does not end with a semicolon');
    const key = textOf(token) ?? 'null';
    const value = isSign(rest.shift(), '=') ? textOf(rest.shift()) : null;
    if (value === null) {
      throw new JaasSyntaxError(`The option ${nameOnly(token)} has no value; numbers need quotes, too`);
    }
    options[key] = value;
  }
  return { loginModule, options };
}

function textOf(token: JaasToken | undefined): string | null {
  return token?.kind === 'word' || token?.kind === 'string' ? token.text : null;
}

/** A quoted string where a name should be may be a secret. */
function nameOnly({ kind, text }: JaasToken): string {
  return kind === 'word' ? text : hidden;
}

function isSign(token: JaasToken | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}
