import { ConfigError } from '@sluice/connect-api';

const flags = ['required', 'requisite', 'sufficient', 'optional'] as const;

/** One line of an entry: a class that checks credentials, and what its verdict counts for. */
export interface LoginModule {
  readonly className: string;
  readonly flag: (typeof flags)[number];
  readonly options: Readonly<Record<string, string>>;
}

/** The entries of a JAAS file by their names. */
export type LoginConfiguration = ReadonlyMap<string, readonly LoginModule[]>;

interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'sign';
  readonly text: string;
}

/**
 * Reads a JAAS file: `Name { Class flag option="value" …; … };`, as often as there are entries.
 * @param property - says what `${name}` in a value stands for, `undefined` where it stands for nothing.
 * @throws ConfigError naming what is wrong, and no value.
 */
export async function parseLoginConfiguration(
  text: string,
  property: (name: string) => string | undefined,
): Promise<LoginConfiguration> {
  const { jaasTokens } = await import('@sluice/kafka-client');
  const reader = new EntryReader(jaasTokens(text), property);
  return new Map(reader.entries());
}

class EntryReader {
  readonly #tokens: Token[];
  readonly #property: (name: string) => string | undefined;

  constructor(tokens: readonly Token[], property: (name: string) => string | undefined) {
    this.#tokens = [...tokens];
    this.#property = property;
  }

  *entries(): Generator<[string, LoginModule[]]> {
    while (this.#tokens.length > 0) {
      const name = this.#text('the name of an entry');
      this.#sign('{', `the entry ${name}`);
      const modules: LoginModule[] = [];
      while (!this.#take('}')) modules.push(this.#module(name));
      this.#sign(';', `the entry ${name}`);
      yield [name, modules];
    }
  }

  #module(entry: string): LoginModule {
    const className = this.#text(`the class of a login module in the entry ${entry}`);
    const word = this.#text(`one of ${flags.join(', ')} after ${className}`);
    const flag = flags.find((known) => known === word.toLowerCase());
    if (flag === undefined) throw malformed(`${className} must be followed by one of: ${flags.join(', ')}`);
    const options: Record<string, string> = {};
    while (!this.#take(';')) {
      const key = this.#text(`an option of ${className}, or a semicolon,`);
      this.#sign('=', `the option ${key} of ${className}`);
      options[key] = this.#expanded(this.#text(`a value of the option ${key}, in quotes,`), key);
    }
    return { className, flag, options };
  }

  #expanded(value: string, key: string): string {
    return value.replaceAll(/\$\{([^}]*)\}/g, (reference, name: string) => {
      const known = this.#property(name);
      if (known !== undefined) return known;
      throw malformed(`the option ${key} refers to ${reference}, which is not set`);
    });
  }

  #text(what: string): string {
    const token = this.#tokens.shift();
    if (token?.kind === 'word' || token?.kind === 'string') return token.text;
    throw malformed(`${what} is missing`);
  }

  #take(sign: string): boolean {
    const [token] = this.#tokens;
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#tokens.shift();
    return true;
  }

  #sign(sign: string, where: string): void {
    if (!this.#take(sign)) throw malformed(`${where} lacks a '${sign}'`);
  }
}

function malformed(problem: string): ConfigError {
  return new ConfigError(`This is no JAAS configuration: ${problem}`, { code: 'CONFIG_VALUE_INVALID' });
}
