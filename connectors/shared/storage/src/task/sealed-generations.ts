import type { Generation } from './generation.ts';
import type { OpenFile } from './open-file.ts';
import type { StorageParts } from './storage-parts.ts';

export interface SealedOptions {
  readonly limit: StorageParts['limit'];
  readonly pathOf: (file: OpenFile) => string;
  /** Called when the files of a generation are shown. */
  readonly onShown: () => void;
}

interface Sealed {
  readonly generation: Generation;
  /** Of records that were not written yet when it was full. */
  readonly heldBytes: number;
  /** `null` before it was begun. */
  finished: Promise<void> | null;
}

/**
 * The generations of one partition that are full. Their files are finished side by side, and shown in order. Both go on
 * while records come: HDFS may take half a second to say that a file is durable.
 */
export class SealedGenerations {
  readonly #options: SealedOptions;
  readonly #works = new Set<Promise<void>>();
  #sealed: Sealed[] = [];
  #waiting: (() => void)[] = [];
  #isShowing = false;
  #isGivenUp = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: SealedOptions) {
    this.#options = options;
  }

  get all(): readonly Generation[] {
    return this.#sealed.map(({ generation }) => generation);
  }

  get first(): Generation | null {
    return this.#sealed[0]?.generation ?? null;
  }

  get count(): number {
    return this.#sealed.length;
  }

  /** Whether something is being done that is to be waited for. */
  get isBusy(): boolean {
    return this.#works.size > 0;
  }

  /** What generations under way hold in memory, at most. */
  get heldBytes(): number {
    let bytes = 0;
    for (const { heldBytes } of this.#sealed) bytes += heldBytes;
    return bytes;
  }

  add(generation: Generation): void {
    let heldBytes = 0;
    for (const { encoder } of generation.files.values()) heldBytes += encoder.heldBytes;
    this.#sealed.push({ generation, heldBytes, finished: null });
  }

  /** Begins whatever can be done now. */
  advance(): void {
    if (this.#failure !== null || this.#isGivenUp) return;
    for (const sealed of this.#sealed) sealed.finished ??= this.#finish(sealed.generation);
    if (this.#isShowing || this.first?.mayBePublished !== true) return;
    this.#isShowing = true;
    void this.#begin(this.#showAll());
  }

  /** Resolves when something has ended, well or not, or was shown. */
  async changed(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.isBusy) await Promise.all(this.#works);
  }

  /** What something failed with; nothing more is done then. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Shows nothing more; resolves when nothing is under way. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    await this.settled();
  }

  /** Forgets all of it, failures as well. */
  clear(): void {
    this.#sealed = [];
    this.#failure = null;
    this.#isGivenUp = false;
  }

  #finish(generation: Generation): Promise<void> {
    return this.#begin(this.#eachFile(generation, (file) => file.finish()));
  }

  async #showAll(): Promise<void> {
    try {
      await this.#showInOrder();
    } finally {
      this.#isShowing = false;
    }
  }

  async #showInOrder(): Promise<void> {
    for (let next = this.#sealed[0]; next?.generation.mayBePublished === true; next = this.#sealed[0]) {
      const { generation } = next;
      next.finished ??= this.#finish(generation);
      await next.finished;
      if (this.#isGivenUp || this.#failure !== null) return;
      await this.#eachFile(generation, (file) => file.publish(this.#options.pathOf(file)));
      this.#sealed.shift();
      this.#options.onShown();
      this.#wake();
    }
  }

  /** A promise that is kept in any case: a failure is noted. */
  #begin(work: Promise<void>): Promise<void> {
    const noted: Promise<void> = work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#works.delete(noted);
        this.#wake();
      });
    this.#works.add(noted);
    return noted;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Waits for all, also where one fails. @throws what the first failed with. */
  async #eachFile({ files }: Generation, work: (file: OpenFile) => Promise<void>): Promise<void> {
    const works = Array.from(files.values(), (file) => this.#options.limit(() => work(file)));
    for (const result of await Promise.allSettled(works))
      if (result.status === 'rejected') throw result.reason;
  }
}
