/** What the reference says of expressions, before their classes. */
export const expressionsIntroduction = `## Expressions

Where no class does what is needed, an expression may: in [CEL](https://cel.dev), the Common Expression Language that
Kubernetes and Envoy use. It has values, operators, conditions and loops over what is there, but no statements and no
way to reach anything outside the record: it cannot read files, call services or wait, and it always ends.

### Examples

Compute new fields, and mask or replace old ones:

\`\`\`properties
transforms=order
transforms.order.type=io.sluice.transforms.Expression$Value
transforms.order.fields.total=value.price * value.quantity
transforms.order.fields.customer.card='****' + value.customer.card.substring(value.customer.card.size() - 4)
transforms.order.fields.day=string(timestamp).substring(0, 10)
transforms.order.fields.tags=value.tags.filter(tag, !tag.startsWith('internal.')).map(tag, tag.lowerAscii())
transforms.order.types=total:decimal(2)
\`\`\`

Make the whole value, or the key, of parts of the record:

\`\`\`properties
transforms=shape,key
transforms.shape.type=io.sluice.transforms.Expression$Value
transforms.shape.expression={'id': value.payload.id, 'name': value.payload.name, 'from': topic}
transforms.key.type=io.sluice.transforms.Expression$Key
transforms.key.expression=value.id
\`\`\`

Filter: drop what is a test, or incomplete.

\`\`\`properties
transforms=drop
transforms.drop.type=Filter
transforms.drop.predicate=unwanted
predicates=unwanted
predicates.unwanted.type=MatchesExpression
predicates.unwanted.expression=value != null && (!has(value.amount) || value.email.endsWith('@example.com'))
\`\`\`

Route by what is in a record, and set a header:

\`\`\`properties
transforms=route
transforms.route.type=ExpressionRouter
transforms.route.topic=value.amount > 10000.0 ? topic + '.large' : topic
transforms.route.timestamp=timestamp(value.created_at)
transforms.route.headers.country=value.address.country
\`\`\`

### What an expression sees

| Name | Type | What |
| --- | --- | --- |
| \`topic\` | string | The topic of the record. |
| \`partition\` | int | Its partition; null where a source does not say. |
| \`key\`, \`value\` | anything | The two halves; null for a tombstone or a missing key. |
| \`headers\` | map | Headers by key; the last one where several have the same key. |
| \`timestamp\` | timestamp | The timestamp of the record, or null. |
| \`offset\` | int | The offset in Kafka; null for a source. |

The record is seen as it comes to the transformation: expressions of one transformation do not see each other's results.
Fields are read with \`value.name\`, or \`value['a name']\` and \`value.\`a.name\`\` where the name is no word. A field that is
not there is an error; \`has(value.name)\` tells whether it is there: of a struct, whether it is there and not null. Null is
a value that can be compared, \`value.name == null\`, but not worked with.

### Values

| Connect | CEL | Result without a declared type |
| --- | --- | --- |
| INT8, INT16, INT32, INT64 | int | INT64 |
| FLOAT32, FLOAT64 | double | FLOAT64 |
| BOOLEAN, STRING, BYTES | bool, string, bytes | the same |
| Decimal | decimal | to be declared: \`decimal(2)\` |
| Timestamp, Date | timestamp | Timestamp |
| Time | duration | to be declared: \`time\` |
| ARRAY, MAP | list, map | ARRAY and MAP, where all that is in them has one type |
| STRUCT | map of its fields | STRUCT, also of a map that is written out |

- What comes from a record as it is keeps its schema: \`value.id\` of an INT32 stays an INT32. A field that is replaced
  keeps its schema as long as the result is of its kind. What is new is optional. \`types\` says it otherwise.
- Everything is exact, or an error that names the field: an int that is beyond 64 bits or beyond its type, a decimal with
  more digits than its scale, a timestamp between two milliseconds. Numbers of different types are compared by value, but
  not added up: \`double(value.count) * 1.5\`.
- \`decimal\` is added to CEL: \`decimal('19.99')\`, with \`+\`, \`-\`, \`*\`, comparisons, and \`.round(2)\` (halves away from zero).
  Integers may be mixed with decimals, doubles may not.
- Without schemas, whole numbers are ints and others doubles, as they come; \`2.0\` stays \`2.0\`.

### The language

- Operators: \`+ - * / %\`, \`== != < <= > >=\`, \`&& || !\`, \`in\`, \`condition ? a : b\`, \`a[b]\`, lists \`[1, 2]\`, maps \`{'a': 1}\`.
- Loops: \`all\`, \`exists\`, \`exists_one\`, \`filter\`, \`map\`, as in \`value.items.all(item, item.price > 0)\`. A name for a value
  that is used twice: \`cel.bind(x, value.a + 1, x * x)\`.
- Conversions: \`int\`, \`uint\`, \`double\`, \`decimal\`, \`string\`, \`bytes\`, \`bool\`, \`timestamp\`, \`duration\`, \`dyn\`, \`type\`.
- Texts: \`size\`, \`contains\`, \`startsWith\`, \`endsWith\`, \`matches\`, \`indexOf\`, \`lastIndexOf\`, \`charAt\`, \`substring\`, \`replace\`,
  \`split\`, \`join\`, \`trim\`, \`lowerAscii\`, \`upperAscii\`, \`reverse\`; \`base64.encode\`, \`base64.decode\`.
- Times: \`getFullYear\`, \`getMonth\` (from 0), \`getDate\`, \`getDayOfWeek\` (Sunday is 0), \`getDayOfYear\`, \`getHours\`,
  \`getMinutes\`, \`getSeconds\`, \`getMilliseconds\`, each with or without a zone: \`timestamp.getHours('Europe/Berlin')\`.
- \`matches\` takes a pattern of [RE2](https://github.com/google/re2/wiki/Syntax) that is written out, not one that comes
  with the records: it is compiled once, and takes a time that grows with the text only as the text does.

The 1173 tests of CEL's own conformance suite for what is listed here pass, but for ten in which Sluice is stricter: it
refuses what cannot be right before there is a record, and compares integers with doubles exactly. There are no
messages of protocol buffers, no optional values (\`?.\`) and no macros with two variables.

### Limits

An expression has at most 20000 characters and 100 things inside each other, a pattern 1000 characters and 500
instructions, a decimal 200 digits on either side of the point.

Each record has a number of steps, \`max.steps\`, for all expressions of a transformation together. A step is a part of the
expression that is evaluated, an item of a loop times the parts in it, or so many characters and bytes that are read (64)
or made (16). The number is the same each time; it does not depend on how fast the machine is. A record that needs more
is one that cannot be worked on: it fails the task, or is skipped with \`errors.tolerance=all\`. With the default, which
is enough for texts of a few megabytes and lists of some ten thousand items, this happens after some milliseconds.

What is wrong with an expression whatever the records are, such as a mistake in its syntax, an unknown name or a type
that cannot fit, is found when the connector is configured, with line and column, at the key that it is in.
`;
