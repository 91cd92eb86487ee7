import { identityOf, type Argument, type KeyedCommand } from '../connection/command.ts';

/** A command, and which records of the batch it is of. */
export interface SinkCommand extends KeyedCommand {
  readonly records: number[];
}

/** Commands that add something more when they are carried out again. */
const addsEachTime: ReadonlySet<Argument | undefined> = new Set(['XADD', 'RPUSH']);

/** The most members that one command has. */
const maxMembers = 500;

interface OpenCommand {
  readonly verb: string;
  readonly command: SinkCommand;
}

/** The commands of a batch of records. */
export class CommandBatch {
  readonly commands: SinkCommand[] = [];
  readonly #open = new Map<string, OpenCommand>();
  readonly #ttls = new Map<string, { readonly key: Argument; seconds: number; readonly records: number[] }>();

  /** A command of one record. */
  add(record: number, key: Argument, args: Argument[]): void {
    this.commands.push({ key, args, isRepeatable: !addsEachTime.has(args[0]), records: [record] });
  }

  /**
   * Members that join those of the last command, when that has the same verb: `SADD key a b c` for three records.
   */
  join(
    record: number,
    key: Argument,
    part: { readonly verb: string; readonly members: readonly Argument[] },
  ): void {
    const identity = identityOf(key);
    const open = this.#open.get(identity);
    if (open?.verb === part.verb && open.command.records.length < maxMembers) {
      open.command.args.push(...part.members);
      open.command.records.push(record);
      return;
    }
    const isRepeatable = !addsEachTime.has(part.verb);
    const command = { key, args: [part.verb, key, ...part.members], isRepeatable, records: [record] };
    this.commands.push(command);
    this.#open.set(identity, { verb: part.verb, command });
  }

  /** A command about a key whose members others may join: what comes later does not come before it. */
  part(record: number, key: Argument, args: Argument[]): void {
    this.#open.delete(identityOf(key));
    this.add(record, key, args);
  }

  /** The key expires; said once, at the end, and the last one counts. */
  expire(record: number, key: Argument, seconds: number): void {
    const known = this.#ttls.get(identityOf(key));
    if (known === undefined) this.#ttls.set(identityOf(key), { key, seconds, records: [record] });
    else {
      known.seconds = seconds;
      known.records.push(record);
    }
  }

  finish(): readonly SinkCommand[] {
    for (const { key, seconds, records } of this.#ttls.values()) {
      this.commands.push({ key, args: ['EXPIRE', key, String(seconds)], isRepeatable: true, records });
    }
    this.#ttls.clear();
    return this.commands;
  }
}
