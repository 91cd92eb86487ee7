/** The types of configuration values, with their numbers in the protocol. */
export const configTypeNumbers = {
  boolean: 1,
  string: 2,
  int: 3,
  long: 5,
  double: 6,
  list: 7,
} as const;

type ConfigType = keyof typeof configTypeNumbers;

/** One configuration property of a topic or of the broker. */
export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  readonly default: string;
  readonly doc: string;
  /** What the property is called where it is set for the whole broker, if it can be. */
  readonly brokerName?: string;
  readonly min?: number;
  readonly max?: number;
  /** The values allowed, of a list its elements. */
  readonly oneOf?: readonly string[];
}

const integerLimits: Partial<Record<ConfigType, readonly [name: string, min: bigint, max: bigint]>> = {
  int: ['INT', -(2n ** 31n), 2n ** 31n - 1n],
  long: ['LONG', -(2n ** 63n), 2n ** 63n - 1n],
};

/** Why the property cannot have the value, in Kafka's words; null for a good value. */
export function configProblem(key: ConfigKey, value: string): string | null {
  const problem = typeProblem(key.type, value) ?? rangeProblem(key, value) ?? choiceProblem(key, value);
  return problem === null ? null : `Invalid value ${value} for configuration ${key.name}: ${problem}`;
}

function typeProblem(type: ConfigType, value: string): string | null {
  if (type === 'boolean') {
    return /^(true|false)$/i.test(value) ? null : 'Expected value to be either true or false';
  }
  if (type === 'double')
    return value !== '' && Number.isFinite(Number(value)) ? null : 'Not a number of type DOUBLE';
  const limits = integerLimits[type];
  if (limits === undefined) return null;
  const [name, min, max] = limits;
  const isInRange = /^[+-]?\d+$/.test(value) && BigInt(value) >= min && BigInt(value) <= max;
  return isInRange ? null : `Not a number of type ${name}`;
}

function rangeProblem({ min, max }: ConfigKey, value: string): string | null {
  if (min !== undefined && Number(value) < min) return `Value must be at least ${min}`;
  if (max !== undefined && Number(value) > max) return `Value must be no more than ${max}`;
  return null;
}

function choiceProblem({ type, oneOf }: ConfigKey, value: string): string | null {
  if (oneOf === undefined) return null;
  const chosen = type === 'list' ? listOf(value) : [value];
  const others = chosen.filter((each) => !oneOf.includes(each));
  return others.length === 0 ? null : `String must be one of: ${oneOf.join(', ')}`;
}

export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
