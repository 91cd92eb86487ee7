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
