import type { Example } from './example-connectors.ts';
import type { Dev } from './start-dev.ts';

export interface WelcomeFacts extends Pick<Dev, 'bootstrapServers' | 'restUrl' | 'example'> {
  readonly logFile: string;
  /** Since the process started. */
  readonly startMs: number;
}

/** What `sluice dev` prints once everything runs: where to look. */
export function welcome({ bootstrapServers, restUrl, example, logFile, startMs }: WelcomeFacts): string {
  const url = restUrl.replace(/\/$/, '');
  const lines = [
    `Sluice is up after ${startMs} ms. Stop it with Ctrl-C.`,
    '',
    `  Kafka      ${bootstrapServers}   (a dev broker: for trying, development and tests)`,
    `  REST API   ${url}/connectors?expand=status`,
    `  Log        ${logFile}`,
  ];
  if (example !== null) lines.push('', ...exampleLines(example, url));
  return `${lines.join('\n')}\n`;
}

function exampleLines({ topics, filesFolder, database }: Example, url: string): string[] {
  const query = 'SELECT series, value FROM metrics ORDER BY series';
  const open = `new (require('node:sqlite').DatabaseSync)('${database}', { readOnly: true })`;
  return [
    'The example: logs and metrics of this machine -> topics -> files and a SQLite table',
    '',
    `  Topics     ${topics.join(', ')}`,
    `  Files      ${filesFolder}   (complete after 10 seconds)`,
    `  Table      metrics in ${database}`,
    '',
    `  Look:      curl -s ${url}/connectors?expand=status        (each request is a line of the log)`,
    `             find ${filesFolder} -name '*machine*'`,
    `             npx node -e "console.table(${open}.prepare('${query}').all())"`,
  ];
}
