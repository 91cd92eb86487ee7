import {
  ConfigError,
  defineConfig,
  formatInvalidConfigValue,
  list,
  parseFieldPath,
  refusal,
  type ConfigDefinition,
  type ConfigIssue,
  type ConfigOf,
  type ConfigProperties,
  type Validator,
} from '@sluice/connect-api';
import { maxSteps, optionalExpression, replaceNullWithDefault } from '../record/expression-keys.ts';
import { expressionsUnder, keysUnder, type PrefixedExpression } from '../record/prefixed-expressions.ts';
import { declarableTypes, parseDeclaredType, type DeclaredType } from '../record/write/declared-type.ts';

/** The part in front of the paths of fields that are computed. */
const fieldsPrefix = 'fields.';

const typesSyntax: Validator<readonly string[]> = {
  describe: () => 'list of colon-delimited pairs, e.g. `total:decimal(2),count:int32!`, or one type',
  check: (checked) => {
    const entries = checked.value as readonly string[];
    const bad = entries.find((entry) => parseTypeEntry(entry).type === null);
    return bad === undefined ? null : refusal(checked, `'${bad}' names none of the types ${declarableTypes}`);
  },
};

export const expressionConfig = defineConfig({
  expression: optionalExpression({
    doc:
      "What the whole key or value becomes: `value.payload`, `{'id': value.id}`. A map whose keys are written out " +
      'becomes a struct where the record has schemas. Other fields are computed one by one with `fields.<path>`.',
    importance: 'high',
  }),
  types: list({
    doc:
      'The types of results, as `path:type`, or one `type` for the whole key or value; with `!` at the end required, ' +
      `else optional. Types are ${declarableTypes.replaceAll(/[\w()]+/g, '`$&`')}. Without it a field that is there keeps its schema ` +
      'as long as the result is of its kind, and any other takes the type of its expression.',
    importance: 'medium',
    default: [],
    validator: typesSyntax,
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'max.steps': maxSteps,
});

export type ExpressionConfig = ConfigOf<typeof expressionConfig>;

/** The keys of the fields that are computed, as a configuration names them. */
export function fieldKeys(properties: ConfigProperties): ConfigDefinition {
  return keysUnder(fieldsPrefix, properties, (name) => ({
    doc: `What the field \`${name}\` becomes.`,
    importance: 'high',
  }));
}

/** The fields that a configuration computes. */
export function configuredFields(config: ExpressionConfig): readonly PrefixedExpression[] {
  return expressionsUnder(fieldsPrefix, config);
}

interface TypeEntry {
  /** Of a field; empty for the whole key or value. */
  readonly name: string;
  readonly type: DeclaredType | null;
}

function parseTypeEntry(entry: string): TypeEntry {
  const colon = entry.lastIndexOf(':');
  return { name: entry.slice(0, Math.max(colon, 0)).trim(), type: parseDeclaredType(entry.slice(colon + 1)) };
}

/** The types that a configuration names, by field. */
export function declaredTypes({ types }: ExpressionConfig): ReadonlyMap<string, DeclaredType> {
  return new Map(types.map(parseTypeEntry).map(({ name, type }) => [name, type as DeclaredType]));
}

/** What is wrong although each option is good by itself. */
export function expressionIssues(config: ExpressionConfig): readonly ConfigIssue[] {
  const fields = configuredFields(config);
  const isWhole = config.expression !== null;
  if (!isWhole && fields.length === 0)
    return [issueAt('expression', config, 'Nothing is computed: set it, or fields.<path> for a field')];
  if (isWhole && fields.length > 0) {
    return [
      issueAt(
        'expression',
        config,
        `It makes the whole of the key or value, so ${fields[0]?.key} would have no effect`,
      ),
    ];
  }
  const paths = fields.flatMap((field) => pathIssues(field, fields));
  return paths.length > 0 ? paths : typeIssues(config, isWhole ? [''] : fields.map(({ name }) => name));
}

function pathIssues(
  { key, name, source }: PrefixedExpression,
  fields: readonly PrefixedExpression[],
): ConfigIssue[] {
  const issue = (reason: string) => [
    { key, message: formatInvalidConfigValue({ key, value: source, reason }) },
  ];
  try {
    if (parseFieldPath(name, 'V2').some((step) => step === '') || name === '')
      return issue('The path has a name that is empty');
  } catch (error) {
    if (error instanceof ConfigError) return issue(error.message);
    throw error;
  }
  const outer = fields.find((other) => name.startsWith(`${other.name}.`));
  return outer === undefined ? [] : issue(`It is inside ${outer.key}, which is computed as a whole`);
}

function typeIssues(config: ExpressionConfig, names: readonly string[]): ConfigIssue[] {
  const unknown = [...declaredTypes(config).keys()].find((name) => !names.includes(name));
  if (unknown === undefined) return [];
  const what =
    unknown === '' ? 'A type without a field is for an expression' : `There is no ${fieldsPrefix}${unknown}`;
  return [issueAt('types', config, what)];
}

function issueAt(key: 'expression' | 'types', config: ExpressionConfig, reason: string): ConfigIssue {
  return { key, message: formatInvalidConfigValue({ key, value: config[key], reason }) };
}
