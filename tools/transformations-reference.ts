import { renderConfigMarkdown, type PluginDescription } from '@sluice/connect-api';
import { plugins as debezium } from '@sluice/transform-debezium';
import { plugins as expressions } from '@sluice/transform-expression';
import { plugins as standard } from '@sluice/transform-standard';
import { expressionsIntroduction } from './transformations/expressions-introduction.ts';

const introduction = `# Transformations

Transformations change records one by one: a source's before they are converted and sent, a sink's after they were read
and converted. Every transformation and predicate of Apache Kafka 4.3 is there under its class name, and so are the two
of Debezium that most people use. [Expressions](#expressions) compute, filter and route where no class does what is
needed. Written by \`npm run generate\`; do not edit.

## Configuration

\`\`\`properties
transforms=route,mask
transforms.route.type=RegexRouter
transforms.route.regex=(.*)
transforms.route.replacement=raw.$1
transforms.mask.type=org.apache.kafka.connect.transforms.MaskField$Value
transforms.mask.fields=card.number
transforms.mask.field.syntax.version=V2
transforms.mask.predicate=tombstone
transforms.mask.negate=true
predicates=tombstone
predicates.tombstone.type=RecordIsTombstone
\`\`\`

- \`transforms\` lists aliases, in the order in which they are applied. \`transforms.<alias>.type\` is a class name, or the
  short name of a class without \`$Key\` and \`$Value\`; its options stand beside it.
- \`transforms.<alias>.predicate\` names one of \`predicates\`: the transformation applies to the records for which it is
  true of what the record is by then, with \`negate=true\` to the others.
- \`transforms.<alias>.plugin.version\` asks for a version, or a range such as \`[4.0,5.0)\`.
- Classes come in two: \`…$Key\` works on the key of a record, \`…$Value\` on its value.
- A record that a transformation drops is not written. A source is told of it, but no offset is stored for it; a sink's
  offset moves past it.
- A record that a transformation cannot work on fails the task, or is skipped with \`errors.tolerance=all\`. The message
  names the class, the record and, where it is about one, the field.
- Mistakes across options, such as a predicate that is not listed, a pattern that is none or \`InsertField\` with nothing
  to insert, are found when the connector is configured. A Java worker finds them when the task starts, or by the first
  record.

## Nested fields

Every transformation that names fields takes paths when \`field.syntax.version=V2\`: names separated by dots, as
[KIP-821](https://cwiki.apache.org/confluence/display/KAFKA/KIP-821%3A+Connect+Transforms+support+for+nested+structures)
has it. A name that has dots in it stands between backticks: \`\` order.\`unit.price\` \`\`. Without a schema, paths lead
through maps, with one through structs. Where something on the way is null or not there, nothing is changed; where it is
neither map nor struct, the record cannot be worked on. Paths do not lead into arrays.

A nested struct in which something was changed keeps its name, version, whether it is optional, and its default value,
changed in the same way. The new name in a rename is no path: the field keeps its place. \`ValueToKey\` calls a nested
field by its own name.
`;

const debeziumIntroduction = `## Debezium

For change events as Debezium's connectors write them. They do what Debezium 3.5 does, down to schemas, but for this:

- Change events without a schema are unwrapped too. Debezium passes them through.
- What an event does not have is left out of \`add.fields\` and \`add.headers\`, also where the whole struct is missing, and
  paths may lead deeper than one level. Structs can be added as a whole.
- Schemas of outbox envelopes are named by the topic of their own record; Debezium keeps the first name.
- A payload that cannot be expanded, such as a JSON array or one with a number beyond 64 bits, stays text with the schema
  of text. Objects in an array that differ give their fields in the order in which they are met.
- Nothing is logged about records that are dropped.
`;

/** One section for each class, or pair of classes, from its declaration. */
export function renderTransformationsReference(): string {
  const sections = (kind: string) => shown(standard.filter((plugin) => plugin.kind === kind));
  return [
    introduction,
    '## Classes\n',
    ...sections('transformation'),
    '## Predicates\n',
    ...sections('predicate'),
    expressionsIntroduction,
    ...shown(expressions),
    debeziumIntroduction,
    ...debezium.map(renderSection),
  ].join('\n');
}

/** Of the two classes that do the same to keys and to values, one section is enough. */
function shown(plugins: readonly PluginDescription[]): string[] {
  return plugins.filter(({ className }) => !className.endsWith('$Key')).map(renderSection);
}

function renderSection({ className, summary, config }: PluginDescription): string {
  const title = className.replace(/\$Value$/, '$Key, $Value').split(', ');
  const table = Object.keys(config).length === 0 ? '' : `\n${renderConfigMarkdown(config)}`;
  return `### ${title.map((name) => `\`${name}\``).join(', ')}\n\n${summary}\n${table}`;
}
