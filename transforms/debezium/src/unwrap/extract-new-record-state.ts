import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  defineTransformation,
  list,
  string,
  type ConfigOf,
} from '@sluice/connect-api';
import { debeziumVersion, transformsPackage } from '../names.ts';
import { deleteModes } from './delete-mode.ts';
import { parseReference, referenceList } from './field-reference.ts';
import type { UnwrapOptions } from './unwrap-options.ts';
import { Unwrapper } from './unwrapper.ts';

const references =
  'as `op`, `ts_ms` or `struct.field`, each with or without a new name: `source.lsn:position`. A name by itself is ' +
  'one of the event or its transaction, else of its source. What an event does not have is left out.';

const extractNewRecordStateConfig = defineConfig({
  'delete.tombstone.handling.mode': string({
    doc:
      'What becomes of deletes, and of the tombstones that follow them. `drop`: both are dropped. `tombstone`: a ' +
      'delete becomes null, keeping the schema of the row; tombstones are dropped. `delete-to-tombstone`: the same ' +
      'without a schema. `rewrite`: a delete becomes the row as it was, and all rows say in `__deleted` whether they ' +
      'were deleted; tombstones are dropped. `rewrite-with-tombstone`: the same, but tombstones stay.',
    importance: 'medium',
    default: 'tombstone',
    validator: caseInsensitiveOneOf(...Object.keys(deleteModes)),
    width: 'medium',
    displayName: 'Handle delete and tombstone records',
    orderInGroup: 1,
  }),
  'route.by.field': string({
    doc: 'A text field of the row that names the topic; where it is null or blank, the topic stays.',
    importance: 'low',
    default: '',
    width: 'long',
    displayName: 'Route by field name',
    orderInGroup: 1,
  }),
  'add.fields.prefix': string({
    doc: 'Put before the names of added fields.',
    importance: 'low',
    default: '__',
    width: 'short',
    displayName: 'Field prefix to be added to each field.',
    orderInGroup: 1,
  }),
  'add.fields': list({
    doc: `Fields of the event that are added to the row: ${references}`,
    importance: 'low',
    default: [],
    validator: referenceList,
    width: 'long',
    displayName: 'Adds the specified field(s) to the message if they exist.',
    orderInGroup: 1,
  }),
  'add.headers.prefix': string({
    doc: 'Put before the names of added headers.',
    importance: 'low',
    default: '__',
    width: 'short',
    displayName: 'Header prefix to be added to each header.',
    orderInGroup: 1,
  }),
  'add.headers': list({
    doc: `Fields of the event that are added as headers: ${references} A tombstone that stays gets \`op\`.`,
    importance: 'low',
    default: [],
    validator: referenceList,
    width: 'long',
    displayName: 'Adds the specified fields to the header if they exist.',
    orderInGroup: 1,
  }),
  'drop.fields.header.name': string({
    doc: 'A header that lists the names of fields to be dropped from the row.',
    importance: 'low',
    default: null,
    width: 'short',
    displayName: 'Specifies a header that contains a list of field names to be removed',
    orderInGroup: 1,
  }),
  'drop.fields.from.key': boolean({
    doc: 'Whether these fields are dropped from the key too.',
    importance: 'low',
    default: false,
    width: 'short',
    displayName: 'Specifies whether the fields to be dropped should also be omitted from the key',
    orderInGroup: 1,
  }),
  'drop.fields.keep.schema.compatible': boolean({
    doc: 'Whether only fields are dropped that are optional, so that the new schema is compatible with the old one.',
    importance: 'low',
    default: true,
    width: 'short',
    displayName: "Specifies if fields are dropped, will the event's schemas be compatible",
    orderInGroup: 1,
  }),
  'replace.null.with.default': boolean({
    doc: 'Whether fields of rewritten rows that are null get the default value of their schema, where it has one.',
    importance: 'medium',
    default: true,
    orderInGroup: 2,
  }),
});

export const extractNewRecordState = defineTransformation({
  className: `${transformsPackage}.ExtractNewRecordState`,
  version: debeziumVersion,
  summary:
    'Puts the row after a change in the place of the change event around it. What is no change event passes through. ' +
    'Change events without a schema are recognised by `op`, `source` and `before` or `after`.',
  config: extractNewRecordStateConfig,
  createTransformation: (config) => new Unwrapper(optionsOf(config)),
});

function optionsOf(config: ConfigOf<typeof extractNewRecordStateConfig>): UnwrapOptions {
  const mode = deleteModes[config['delete.tombstone.handling.mode'].toLowerCase()];
  if (mode === undefined) throw new RangeError('The mode was validated to be one of them');
  const header = config['drop.fields.header.name'];
  return {
    mode,
    routeByField: config['route.by.field'] === '' ? null : config['route.by.field'],
    addedFields: config['add.fields'].map((text) => parseReference(text, config['add.fields.prefix'])),
    addedHeaders: config['add.headers'].map((text) => parseReference(text, config['add.headers.prefix'])),
    drops: {
      headerName: header === null || header.trim() === '' ? null : header,
      fromKey: config['drop.fields.from.key'],
      keepsCompatible: config['drop.fields.keep.schema.compatible'],
    },
    appliesDefaults: config['replace.null.with.default'],
  };
}
