const failure = /Error encountered in task .*? Executing stage '.*?' with class '[^']*'/s;

/**
 * The messages about records of a connector that failed, in a log of either worker: of a Java worker text that ends in
 * the name of the class that logs, of Sluice a JSON a line.
 */
export function loggedFailures(log: string, connector: string): string[] {
  const start = `Error encountered in task ${connector}-`;
  return log
    .split('\n')
    .filter((line) => line.includes(start))
    .map((line) => (line.startsWith('{') ? ofSluice(line) : ofJava(line, start)))
    .filter((message) => failure.test(message));
}

function ofSluice(line: string): string {
  return (JSON.parse(line) as { readonly msg: string }).msg;
}

function ofJava(line: string, start: string): string {
  const message = line.slice(line.indexOf(start));
  return message.replace(/ \([\w.]+:\d+\)$/, '');
}
