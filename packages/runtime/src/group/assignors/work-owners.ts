import { formatTaskId, type TaskId } from '../../states.ts';
import type { Division } from './round.ts';

/** Who has what, as the leader knows it from the round that it divided. */
export class WorkOwners {
  readonly #urls: ReadonlyMap<string, string>;
  readonly #division: Division;
  readonly #connectors = new Map<string, string>();
  readonly #tasks = new Map<string, string>();

  /** `urls` has the REST addresses by member id. */
  constructor(division: Division, urls: ReadonlyMap<string, string>) {
    this.#urls = urls;
    this.#division = division;
    for (const [memberId, { all }] of division.members) {
      for (const name of all.connectors) this.#connectors.set(name, memberId);
      for (const id of all.tasks) this.#tasks.set(formatTaskId(id), memberId);
    }
  }

  /** The REST addresses of all members by their ids. */
  get members(): ReadonlyMap<string, string> {
    return this.#urls;
  }

  /** How much each worker has. */
  get loads(): { readonly url: string; readonly connectors: number; readonly tasks: number }[] {
    return [...this.#division.members].map(([memberId, { all }]) => ({
      url: this.#urls.get(memberId) ?? '',
      connectors: all.connectors.length,
      tasks: all.tasks.length,
    }));
  }

  /** The address of the worker that has the connector; `null` when nobody has it. */
  urlOfConnector(name: string): string | null {
    return this.#urlOf(this.#connectors.get(name));
  }

  urlOfTask(id: TaskId): string | null {
    return this.#urlOf(this.#tasks.get(formatTaskId(id)));
  }

  #urlOf(memberId: string | undefined): string | null {
    return memberId === undefined ? null : (this.#urls.get(memberId) ?? null);
  }
}
