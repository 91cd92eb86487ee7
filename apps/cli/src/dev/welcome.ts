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
  if (example !== null) {
    lines.push(
      '',
      'The example pipelines: the log, as it grows -> topic -> file',
      '',
      `  Source     ${url}/connectors/example-log-source/status`,
      `  Topic      ${example.topic}`,
      `  Sink       ${example.sinkFile}`,
      '',
      `  Watch it:  tail -f ${example.sinkFile}`,
      `             curl -s ${url}/connectors        (each request is a line of the log)`,
    );
  }
  return `${lines.join('\n')}\n`;
}
