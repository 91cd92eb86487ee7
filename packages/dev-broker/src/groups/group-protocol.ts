/** A way to assign work that a member knows, with what the leader must know of the member for it. */
export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

type Preferences = readonly GroupProtocol[];

/** The protocols that every one of the members knows. */
export function commonProtocols(members: readonly Preferences[]): ReadonlySet<string> {
  const [first = [], ...others] = members.map((protocols) => new Set(protocols.map(({ name }) => name)));
  return new Set([...first].filter((name) => others.every((known) => known.has(name))));
}

/** Each member votes for the first protocol it names that all know; null where there is no such protocol. */
export function electProtocol(members: readonly Preferences[]): string | null {
  const candidates = commonProtocols(members);
  const votes = new Map<string, number>();
  for (const protocols of members) {
    const choice = protocols.find(({ name }) => candidates.has(name));
    if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1);
  }
  let elected: string | null = null;
  for (const [name, count] of votes) {
    if (elected === null || count > (votes.get(elected) ?? 0)) elected = name;
  }
  return elected;
}

export function sameProtocols(left: Preferences, right: Preferences): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, metadata }, index) => {
      const other = right[index];
      return other !== undefined && other.name === name && metadata.equals(other.metadata);
    })
  );
}
