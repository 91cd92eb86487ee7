import { boolean, caseInsensitiveOneOf, defineConfig, list, string } from '@sluice/connect-api';
import { patternValidator } from '@sluice/transform-shared';
import { placementList } from './placement.ts';

const table = { group: 'Table', width: 'medium' } as const;
const router = { group: 'Router', width: 'medium' } as const;
const tracing = { group: 'Tracing', width: 'medium' } as const;
const untraced =
  'Accepted and without effect: a worker has no tracer, as Debezium has none without OpenTelemetry.';

export const routerConfig = defineConfig({
  'table.field.event.id': string({
    doc: 'Column with the id of an event, which becomes its header `id`.',
    importance: 'low',
    default: 'id',
    displayName: 'Event ID Field',
    orderInGroup: 1,
    ...table,
  }),
  'table.field.event.key': string({
    doc: 'Column that becomes the key of the record.',
    importance: 'low',
    default: 'aggregateid',
    displayName: 'Event Key Field',
    orderInGroup: 2,
    ...table,
  }),
  'table.field.event.type': string({
    doc: 'Column with the type of an event. Nothing is done with it unless it is placed.',
    importance: 'low',
    default: 'type',
    displayName: 'Event Type Field',
    orderInGroup: 3,
    ...table,
  }),
  'table.field.event.payload': string({
    doc: 'Column that becomes the value of the record.',
    importance: 'low',
    default: 'payload',
    displayName: 'Event Payload Field',
    orderInGroup: 4,
    ...table,
  }),
  'table.field.event.timestamp': string({
    doc:
      'Column with the time of an event, of type `io.debezium.time.Timestamp`, `MicroTimestamp` or `NanoTimestamp`, ' +
      'or a Timestamp of Connect. By default, and where it is null, the time at which the change was processed.',
    importance: 'medium',
    default: null,
    displayName: 'Event Timestamp Field',
    orderInGroup: 5,
    ...table,
  }),
  'table.fields.additional.placement': list({
    doc:
      'Other columns and where they go: `column:header`, `column:envelope` or `column:partition`, each with or without ' +
      'another name: `column:header:name`. With an envelope, the value of the record is a struct of `payload` and ' +
      'the columns placed there.',
    importance: 'high',
    default: null,
    validator: placementList,
    displayName: 'Settings for each additional column in the outbox table',
    orderInGroup: 6,
    ...table,
  }),
  'table.fields.additional.error.on.missing': boolean({
    doc: 'Whether a column that is to be placed and is not there is an error; else it is left out.',
    importance: 'medium',
    default: true,
    displayName: 'Should the transform error if an additional field is missing in the change data',
    orderInGroup: 7,
    ...table,
  }),
  'table.field.event.schema.version': string({
    doc: 'Column of type INT32 with the version for the schema of the envelope.',
    importance: 'low',
    default: null,
    displayName: 'Event Schema Version Field',
    orderInGroup: 8,
    ...table,
  }),
  'table.op.invalid.behavior': string({
    doc: 'What becomes of updates, which an outbox table should not have. `warn`, `error`: dropped. `fatal`: an error.',
    importance: 'medium',
    default: 'warn',
    validator: caseInsensitiveOneOf('warn', 'error', 'fatal'),
    displayName: 'Behavior when capturing an unexpected outbox event',
    orderInGroup: 9,
    ...table,
  }),
  'table.expand.json.payload': boolean({
    doc:
      'Whether a payload that is the text of a JSON object becomes a struct, its schema inferred from it. What cannot ' +
      'be expanded stays text.',
    importance: 'medium',
    default: false,
    displayName: 'Expand Payload escaped string as real JSON',
    orderInGroup: 10,
    ...table,
  }),
  'table.json.payload.null.behavior': string({
    doc: 'What becomes of nulls in expanded JSON. `ignore`: the field is left out. `optional_bytes`: optional bytes.',
    importance: 'medium',
    default: 'ignore',
    validator: caseInsensitiveOneOf('ignore', 'optional_bytes'),
    displayName: 'Behavior when json payload including null value',
    orderInGroup: 11,
    ...table,
  }),
  'route.by.field': string({
    doc: 'Column that names the topic.',
    importance: 'high',
    default: 'aggregatetype',
    displayName: 'Field to route events by',
    orderInGroup: 1,
    ...router,
  }),
  'route.topic.regex': string({
    doc: 'A regular expression, as Java understands it, that the whole of what names the topic has to match.',
    importance: 'low',
    default: '(?<routedByValue>.*)',
    validator: patternValidator,
    displayName: 'The name of the routed topic',
    orderInGroup: 2,
    ...router,
  }),
  'route.topic.replacement': string({
    doc: 'The topic; `${routedByValue}` and `$1` stand for what groups of the expression have matched.',
    importance: 'high',
    default: 'outbox.event.${routedByValue}',
    displayName: 'The name of the routed topic',
    orderInGroup: 3,
    ...router,
  }),
  'route.tombstone.on.empty.payload': boolean({
    doc: 'Whether a payload that is null or blank becomes a tombstone.',
    importance: 'high',
    default: false,
    displayName: 'Empty payloads cause a tombstone message',
    orderInGroup: 4,
    ...router,
  }),
  'tracing.span.context.field': string({
    doc: untraced,
    importance: 'high',
    default: 'tracingspancontext',
    displayName: 'Serialized tracing span context field',
    orderInGroup: 1,
    ...tracing,
  }),
  'tracing.operation.name': string({
    doc: untraced,
    importance: 'high',
    default: 'debezium-read',
    displayName: 'Tracing operation name',
    orderInGroup: 2,
    ...tracing,
  }),
  'tracing.with.context.field.only': boolean({
    doc: untraced,
    importance: 'high',
    default: false,
    displayName: 'Trace only events with context field present',
    orderInGroup: 3,
    ...tracing,
  }),
});
