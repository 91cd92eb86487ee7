import {
  defineConfig,
  defineKeyAndValue,
  list,
  listOfNames,
  nonEmptyString,
  parseFieldPath,
  string,
} from '@sluice/connect-api';
import { kafkaVersion, transformsPackage } from '../names.ts';
import { fieldSyntaxVersion, replaceNullWithDefault, syntaxOf } from '../options.ts';
import { editTree, type FieldEdit } from '../structure/field-tree.ts';
import { PartRewriter } from '../structure/part-rewriter.ts';
import { maskValue } from './mask-value.ts';

const maskFieldConfig = defineConfig({
  fields: list({ doc: 'Fields to be masked.', importance: 'high', validator: listOfNames() }),
  replacement: string({
    doc: 'What numbers and texts become. Without it they become 0 and empty, as booleans become false.',
    importance: 'low',
    default: null,
    validator: nonEmptyString(),
  }),
  'replace.null.with.default': replaceNullWithDefault,
  'field.syntax.version': fieldSyntaxVersion,
});

export const maskField = defineKeyAndValue({
  className: `${transformsPackage}.MaskField`,
  version: kafkaVersion,
  summary: 'Puts an empty value of the same kind, or a fixed one, in the place of fields.',
  config: maskFieldConfig,
  createFor(part, { fields, replacement, ...config }) {
    const syntax = syntaxOf(config['field.syntax.version']);
    const edit: FieldEdit = {
      compile: (schema) => ({ schema, convert: (value) => maskValue(schema, value, replacement) }),
      convert: (value) => maskValue(null, value, replacement),
    };
    return new PartRewriter({
      part,
      purpose: 'mask fields',
      tree: editTree(fields.map((field) => [parseFieldPath(field, syntax), edit])),
      appliesDefaults: config['replace.null.with.default'],
      keeps: 'everything',
      nulls: 'refused',
    });
  },
});
