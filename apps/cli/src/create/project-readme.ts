import { packageNameOf, type CreateArguments, type ProjectPart } from './create-arguments.ts';

const summaries: Readonly<Record<ProjectPart, string>> = {
  source: `## Source

\`org.example.ExampleSourceConnector\`, or \`ExampleSource\`: makes a record of each file in a folder, with its name as key.

| key          | default  |                                                                    |
| ------------ | -------- | ------------------------------------------------------------------ |
| \`folder\`     | required | folder whose files become records, in the order of their names     |
| \`topic\`      | required | topic that the records go to                                       |
| \`batch.size\` | \`100\`    | at most so many files are read at a time                           |

A file becomes a record once, in the order of names: one whose name comes before those that were read is not seen. The
offset is the name of the last file.
`,
  sink: `## Sink

\`org.example.ExampleSinkConnector\`, or \`ExampleSink\`: writes each record into a file of its own.

| key      | default  |                                                          |
| -------- | -------- | -------------------------------------------------------- |
| \`folder\` | required | folder that gets a file for each record; it has to exist |

Values have to be texts (\`value.converter=org.apache.kafka.connect.storage.StringConverter\`). A file is called for topic,
partition and offset, so that a record that is delivered again replaces itself.
`,
  converter: `## Converter

\`org.example.ExampleConverter\`, or \`Example\`: texts with something before them.

| key      | default    |                                     |
| -------- | ---------- | ----------------------------------- |
| \`prefix\` | \`example:\` | stands before every text in Kafka   |
`,
  transformation: `## Transformation

\`org.example.Example\`, or \`Example\`: puts something behind the texts of records.

| key      | default |                                      |
| -------- | ------- | ------------------------------------ |
| \`suffix\` | \`!\`     | stands behind every value afterwards |
`,
};

/** The README of a project, in the names of the template. */
export function projectReadme({ kind, name, parts }: CreateArguments): string {
  const packageName = packageNameOf(kind, name);
  return `# ${packageName}

A ${kind} for Sluice, as \`sluice create\` makes it: replace what it does, and keep what tests it.

You need Node 24.12 or newer.

\`\`\`sh
npm install
npm test
\`\`\`

${parts.map((part) => summaries[part]).join('\n')}
## Installing

\`\`\`sh
npm pack
npm install --prefix /plugins/${packageName} ./${packageName}-0.1.0.tgz
\`\`\`

and \`plugin.path=/plugins\` in the properties of the worker. \`connect-plugin-path list --plugin-path /plugins\` shows it.

## What is where

| file                 | what                                                                                    |
| -------------------- | --------------------------------------------------------------------------------------- |
| \`package.json\`       | \`sluice\` lists every class with its type and version; \`npm test\` compares it with the code |
| \`src/index.ts\`       | exports the plugins                                                                     |
| \`vendor/\`            | the packages of Sluice, which are not on npm; commit them, and replace them with \`sluice create\` of a newer version |
`;
}
