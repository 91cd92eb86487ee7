import { boolean, caseInsensitiveOneOf, string, type FieldSyntax } from '@sluice/connect-api';

/** `replace.null.with.default`: what fields that are null and have a default are copied as. */
export const replaceNullWithDefault = boolean({
  doc: 'Whether a field that is null takes the default value of its schema, where it has one.',
  importance: 'medium',
  default: true,
});

/** `field.syntax.version` of the transformations to which Apache Kafka gives none: shown after all other options. */
export const fieldSyntaxVersion = string({
  doc:
    '`V1`: a text is the name of one field, dots and all. `V2`: it is a path, names separated by dots; a name with ' +
    'dots stands between backticks.',
  importance: 'low',
  default: 'V1',
  validator: caseInsensitiveOneOf('V1', 'V2'),
  orderInGroup: 0,
});

/** The syntax that an option named by {@link fieldSyntaxVersion} asks for. */
export function syntaxOf(version: string): FieldSyntax {
  return version.toUpperCase() === 'V2' ? 'V2' : 'V1';
}
