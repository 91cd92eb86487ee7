import { step } from '../scenario/scenario.ts';
import type { Json, Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig } from './connectors.ts';

type Config = Readonly<Record<string, Json>>;

const transforms = 'org.apache.kafka.connect.transforms';
const predicates = `${transforms}.predicates`;

function asSource(title: string, config: Config): Step {
  const json = { name: 'a', ...sourceConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSource/config/validate', { json });
}

function asSink(title: string, config: Config): Step {
  const json = { name: 'a', ...sinkConfig, ...config };
  return step(title, 'PUT /connector-plugins/FileStreamSink/config/validate', { json });
}

/** A chain of one transformation under the alias `t`. */
function one(type: string, options: Config = {}): Config {
  const keys = Object.entries(options).map(([key, value]) => [`transforms.t.${key}`, value]);
  return { transforms: 't', 'transforms.t.type': type, ...Object.fromEntries(keys) };
}

const hoist = `${transforms}.HoistField$Value`;
const tombstones = { predicates: 'p', 'predicates.p.type': `${predicates}.RecordIsTombstone` };

export const validateTransforms: Scenario = {
  name: 'validate-transforms',
  steps: [
    asSource('one transformation', one(hoist, { field: 'line' })),
    asSource('two transformations', {
      transforms: 'h, i',
      'transforms.h.type': hoist,
      'transforms.h.field': 'line',
      'transforms.i.type': `${transforms}.InsertField$Value`,
      'transforms.i.static.field': 'host',
      'transforms.i.static.value': 'a',
    }),
    asSink('a predicate', { ...one(`${transforms}.Filter`, { predicate: 'p' }), ...tombstones }),
    asSink('a predicate that is negated', {
      ...one('Filter', { predicate: 'p', negate: 'true' }),
      ...tombstones,
    }),
    asSink('predicates by their aliases', {
      ...one('Filter', { predicate: 'h' }),
      predicates: 'h,t',
      'predicates.h.type': 'HasHeaderKey',
      'predicates.h.name': 'key',
      'predicates.t.type': 'TopicNameMatches',
      'predicates.t.pattern': 'a.*',
    }),
    asSource('an alias without a type', { transforms: 't' }),
    asSource('an alias named twice', { ...one(hoist, { field: 'f' }), transforms: 't,t' }),
    asSource('an empty alias', { transforms: 'a,' }),
    asSource('a class that is not there', one('no.such.Class')),
    asSource('a class that has no short name', one('HoistField$Value', { field: 'f' })),
    asSource('an abstract class', one(`${transforms}.HoistField`, { field: 'f' })),
    asSource('a converter as transformation', one('org.apache.kafka.connect.json.JsonConverter')),
    asSource('a predicate as transformation', one(`${predicates}.RecordIsTombstone`)),
    asSource('a transformation as predicate', {
      ...one('Filter', { predicate: 'p' }),
      predicates: 'p',
      'predicates.p.type': `${transforms}.Filter`,
    }),
    asSource('a predicate without a type', { predicates: 'p' }),
    asSource('a predicate named twice', { ...tombstones, predicates: 'p,p' }),
    asSource('negate without a predicate', one('Filter', { negate: 'true' })),
    asSource('negate that is no boolean', {
      ...one('Filter', { predicate: 'p', negate: 'x' }),
      ...tombstones,
    }),
    asSource('null for a type', { transforms: 't', 'transforms.t.type': null }),
    asSource('null for an option', one(hoist, { field: null })),
    asSource('keys of an alias that is not listed', { 'transforms.t.type': 'no.such.Class' }),
    asSource('a missing option', one(hoist)),
    asSource('a specification of casts that is none', one(`${transforms}.Cast$Value`, { spec: 'a:b' })),
    asSource('no specification of casts', one(`${transforms}.Cast$Value`)),
    asSource('casts', one(`${transforms}.Cast$Value`, { spec: 'a:int8' })),
    asSource('flattening', one(`${transforms}.Flatten$Value`, { delimiter: '_' })),
    asSource('extraction', one(`${transforms}.ExtractField$Key`, { field: 'a' })),
    asSource(
      'extraction with a syntax that is none',
      one(`${transforms}.ExtractField$Key`, {
        field: 'a',
        'field.syntax.version': 'V3',
      }),
    ),
    asSource('a field masked twice', one(`${transforms}.MaskField$Value`, { fields: 'a,a' })),
    asSource(
      'an empty replacement of masked fields',
      one(`${transforms}.MaskField$Value`, {
        fields: 'a',
        replacement: '',
      }),
    ),
    asSource('renaming that is none', one(`${transforms}.ReplaceField$Value`, { renames: 'a' })),
    asSource(
      'headers from fields',
      one(`${transforms}.HeaderFrom$Value`, {
        fields: 'a',
        headers: 'b',
        operation: 'swap',
      }),
    ),
    asSource('no fields for headers', one(`${transforms}.HeaderFrom$Value`, { fields: '' })),
    asSource('dropping headers', one('DropHeaders', { headers: '' })),
    asSource('a new header', one('InsertHeader', { header: 'h' })),
    asSource('routes', one('RegexRouter', { regex: 'a(.*)', replacement: '$1' })),
    asSource('routes by time', one('TimestampRouter', { 'topic.format': 'x' })),
    asSource(
      'a timestamp converted',
      one(`${transforms}.TimestampConverter$Value`, {
        'target.type': 'timestamp',
      }),
    ),
    asSource('a schema named', one(`${transforms}.SetSchemaMetadata$Value`, { 'schema.version': 'x' })),
    asSource('a key made', one('ValueToKey', { fields: 'a,,b' })),
    asSink('an empty name of a header', {
      predicates: 'p',
      'predicates.p.type': 'HasHeaderKey',
      'predicates.p.name': '',
    }),
    asSource('the version of a transformation', one(hoist, { field: 'f', 'plugin.version': '4.3.0' })),
    asSource('a version that is not there', one(hoist, { field: 'f', 'plugin.version': '[1.0,2.0)' })),
    asSource('a version that is not there, by itself', one(hoist, { field: 'f', 'plugin.version': '9.9' })),
    asSource('the latest version', one(hoist, { field: 'f', 'plugin.version': 'latest' })),
    asSource('a version that is none', one(hoist, { field: 'f', 'plugin.version': '[x' })),
    asSource('a version of a predicate that is not there', {
      ...tombstones,
      'predicates.p.plugin.version': '[1.0]',
    }),
    asSource('a predicate that nobody defined', one('Filter', { predicate: 'p' })),
    asSource('nothing to insert', one(`${transforms}.InsertField$Value`)),
    asSource('a pattern of dates that is none', one('TimestampRouter', { 'timestamp.format': 'bogus' })),
  ],
};
