/** What a command is made of. Texts are sent as UTF-8. */
export type Argument = string | Buffer;

/** A command with the key that says which node it goes to. */
export interface KeyedCommand {
  readonly key: Argument;
  readonly args: Argument[];
  /** Whether carrying it out a second time changes nothing. */
  readonly isRepeatable: boolean;
}

/** An answer as it stands in the protocol; with texts where bytes were not asked for. */
export type Reply = string | number | bigint | Buffer | null | Error | readonly Reply[];

/** The error of each command, `null` where it was carried out. */
export type Outcomes = readonly (Error | null)[];

/** Keys that are the same have the same identity. */
export function identityOf(key: Argument): string {
  return typeof key === 'string' ? key : key.toString('latin1');
}

/**
 * Those that are to be sent again, and all later ones about the same keys, so that these stay in their order.
 * @param isAgain - asked about each error.
 */
export function unsettled<C extends KeyedCommand>(
  commands: readonly C[],
  outcomes: Outcomes,
  isAgain: (error: Error) => boolean,
): C[] {
  const stuck = new Set<string>();
  return commands.filter((command, index) => {
    const identity = identityOf(command.key);
    const error = outcomes[index] ?? null;
    if (error !== null ? !isAgain(error) : !stuck.has(identity)) return false;
    stuck.add(identity);
    return true;
  });
}

/** Carries out the commands of each key by themselves; resolves to their outcomes in the order of the commands. */
export async function runEachKey(
  commands: readonly KeyedCommand[],
  run: (group: readonly KeyedCommand[]) => Promise<Outcomes | null>,
): Promise<Outcomes | null> {
  const groups = Map.groupBy(commands.keys(), (index) => identityOf((commands[index] as KeyedCommand).key));
  return groups.size === 1 ? run(commands) : runGroups(commands, groups, (_key, group) => run(group));
}

/**
 * Carries out groups of commands side by side; resolves to the outcomes of all in the order of the commands.
 * @param groups - the places of the commands of each group.
 */
export async function runGroups<G>(
  commands: readonly KeyedCommand[],
  groups: ReadonlyMap<G, readonly number[]>,
  run: (group: G, commands: readonly KeyedCommand[]) => Promise<Outcomes | null>,
): Promise<(Error | null)[] | null> {
  const outcomes: (Error | null)[] = commands.map(() => null);
  const runs = Array.from(groups, async ([group, indexes]) => {
    const part = await run(
      group,
      indexes.map((index) => commands[index] as KeyedCommand),
    );
    for (const [place, index] of indexes.entries()) outcomes[index] = part?.[place] ?? null;
  });
  await Promise.all(runs);
  return outcomes.every((outcome) => outcome === null) ? null : outcomes;
}
