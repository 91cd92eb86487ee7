import {
  ConfigError,
  defineConfig,
  defineKeyAndValue,
  list,
  listOfNames,
  parseFieldPath,
  refusal,
  type FieldSyntax,
  type Validator,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { colonParts } from '../structure/colon-pair.ts';
import { PartRewriter } from '../structure/part-rewriter.ts';
import { selectionTree } from '../structure/selection.ts';

const renameList: Validator<readonly string[]> = {
  describe: () => 'list of colon-delimited pairs, e.g. `foo:bar,abc:xyz`',
  check(checked) {
    const wrong = (checked.value as readonly string[] | null)?.find((rename) => splitRename(rename) === null);
    return wrong === undefined ? null : refusal(checked, `Invalid rename mapping: ${wrong}`);
  },
};

const replaceFieldConfig = defineConfig({
  exclude: list({
    doc: 'Fields that are left out. Wins over `include`.',
    importance: 'medium',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  include: list({
    doc: 'The only fields that stay; empty for all.',
    importance: 'medium',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  renames: list({
    doc: 'New names, as `old:new`. `include` and `exclude` see the old names; a nested field gets its new name where it stands.',
    importance: 'medium',
    default: [],
    validator: renameList,
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

export const replaceField = defineKeyAndValue({
  className: `${transformsPackage}.ReplaceField`,
  version: kafkaVersion,
  summary: 'Leaves fields out and renames them.',
  config: replaceFieldConfig,
  createFor(part, config) {
    const syntax = syntaxOf(config['field.syntax.version']);
    const paths = (fields: readonly string[]) => fields.map((field) => parseFieldPath(field, syntax));
    const tree = selectionTree({
      exclude: paths(config.exclude),
      include: paths(config.include),
      renames: config.renames.map((rename) => parseRename(rename, syntax)),
    });
    const appliesDefaults = config['replace.null.with.default'];
    return new PartRewriter({ part, purpose: 'field replacement', tree, appliesDefaults, keeps: 'neither' });
  },
});

function parseRename(rename: string, syntax: FieldSyntax) {
  const pair = splitRename(rename);
  if (pair === null) throw new ConfigError(`Invalid rename mapping: ${rename}`);
  return { path: parseFieldPath(pair[0], syntax), newName: pair[1] };
}

function splitRename(rename: string): readonly [string, string] | null {
  const [oldName, newName, ...more] = colonParts(rename);
  return oldName === undefined || newName === undefined || more.length > 0 ? null : [oldName, newName];
}
