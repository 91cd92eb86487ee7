/** The environment variables whose options the programs of Kafka give to Java, from the weakest to the strongest. */
const variables = ['JDK_JAVA_OPTIONS', 'KAFKA_OPTS'] as const;

/** The system properties (`-Dname=value`) that a Java worker would have from its environment. */
export function javaSystemProperties(
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const options = variables.flatMap((name) => words(environment[name] ?? ''));
  const properties = options.flatMap((option) => {
    const [, name, value = ''] = /^-D([^=]+)(?:=([^]*))?$/.exec(option) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return new Map(properties);
}

/** Cuts a text as a shell does: quotes keep blanks. */
function words(text: string): string[] {
  return Array.from(text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g), ([word]) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'/g,
      (_quoted, double?: string, single?: string) => double ?? single ?? '',
    ),
  );
}
