import { boolean, list, type ConfigDefinition } from '@sluice/connect-api';

const group = 'Documents';

/** What a document is made of: the same under every class name. */
export const documentKeys = {
  'key.ignore': boolean({
    doc: 'Whether the key of a record is left alone. Otherwise it is the id of the document, and later records of the key replace it.',
    importance: 'high',
    default: false,
    group,
  }),
  'topic.key.ignore': list({
    doc: 'Topics whose keys are left alone though `key.ignore` is false.',
    importance: 'low',
    default: [],
    group,
  }),
  'schema.ignore': boolean({
    doc: 'Whether an index is left to guess its fields, in place of a mapping from the schema of the first record.',
    importance: 'low',
    default: false,
    group,
  }),
  'topic.schema.ignore': list({
    doc: 'Topics whose schemas are left alone though `schema.ignore` is false.',
    importance: 'low',
    default: [],
    group,
  }),
  'compact.map.entries': boolean({
    doc: 'Whether a map with text keys becomes an object. Other maps are always lists of objects with `key` and `value`.',
    importance: 'low',
    default: true,
    group,
  }),
  'drop.invalid.message': boolean({
    doc: 'Whether a record that no document can be made of is left out, however `errors.tolerance` is set.',
    importance: 'low',
    default: false,
    group,
  }),
} as const satisfies ConfigDefinition;
