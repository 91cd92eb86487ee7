import type { ErrorName } from '@sluice/kafka-protocol';
import type { CoordinatorKind } from './coordinator-key.ts';

/** What is done to a request in the place of answering it. */
export type FaultEffect =
  /** It is answered, but later. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** It is never answered, and nothing happens. The connection stays. */
  | { readonly kind: 'drop' }
  /** Everything that was asked for happens, and the answer gets lost. The connection stays. */
  | { readonly kind: 'drop-answer' }
  /** The connection is closed; `after` has everything happen before. */
  | { readonly kind: 'disconnect'; readonly after?: boolean }
  /** The answer is this error, and nothing happens. */
  | { readonly kind: 'fail'; readonly error: ErrorName };

/** Which requests something is done to. */
export interface FaultRule {
  /** The name of an API in Kafka's protocol, for example `Produce`. */
  readonly api: string;
  /** The first request that is concerned, counted from now on. Default: 1, the next. */
  readonly nth?: number;
  /** How many of them, from that one on. Default: 1. */
  readonly times?: number;
  /** Only those of this client. */
  readonly clientId?: string;
  readonly effect: FaultEffect;
}

/** A fault that was asked for. */
export interface Fault {
  /** How many requests it was done to so far. */
  readonly count: number;
  remove(): void;
}

interface ActiveFault extends FaultRule {
  seen: number;
  count: number;
}

/** What tests do to the broker. Nothing of it is kept when the broker ends. */
export class Faults {
  readonly #active = new Set<ActiveFault>();
  readonly #moved = new Set<string>();
  readonly #failable: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  #thawed: Promise<void> | null = null;
  #thaw: (() => void) | null = null;

  constructor({ known, failable }: { known: readonly string[]; failable: readonly string[] }) {
    this.#known = new Set(known);
    this.#failable = new Set(failable);
  }

  /** Throws RangeError where there is no such API, or no answer with an error of it. */
  add(rule: FaultRule): Fault {
    const { api, effect } = rule;
    if (!this.#known.has(api))
      throw new RangeError(`There is no API ${api}: ${[...this.#known].join(', ')}.`);
    if (effect.kind === 'fail' && !this.#failable.has(api)) {
      throw new RangeError(`${api} cannot fail with an error; these can: ${[...this.#failable].join(', ')}.`);
    }
    const active: ActiveFault = { ...rule, seen: 0, count: 0 };
    this.#active.add(active);
    return {
      get count() {
        return active.count;
      },
      remove: () => void this.#active.delete(active),
    };
  }

  /** Takes back all that was asked for, the frozen state too. */
  clear(): void {
    this.#active.clear();
    this.#moved.clear();
    this.thaw();
  }

  /** From now on no request is answered; connections stay, and new ones are accepted. */
  freeze(): void {
    this.#thawed ??= new Promise((resolve) => (this.#thaw = resolve));
  }

  thaw(): void {
    this.#thaw?.();
    this.#thaw = null;
    this.#thawed = null;
  }

  /** Whoever asks for it is sent away, as if it were with another broker now, until it looks for the coordinator again. */
  moveCoordinator(kind: CoordinatorKind, key: string): void {
    this.#moved.add(`${kind}/${key}`);
  }

  coordinatorFound(kind: CoordinatorKind, key: string): void {
    this.#moved.delete(`${kind}/${key}`);
  }

  hasMoved(kind: CoordinatorKind, key: string): boolean {
    return this.#moved.has(`${kind}/${key}`);
  }

  /** Resolves when requests are answered; null where they are. */
  get untilThawed(): Promise<void> | null {
    return this.#thawed;
  }

  /** What is done to this request; null for nothing. Counts it. */
  effectFor(api: string, clientId: string): FaultEffect | null {
    let effect: FaultEffect | null = null;
    for (const fault of this.#active) {
      const { nth = 1, times = 1 } = fault;
      if (fault.api !== api || (fault.clientId !== undefined && fault.clientId !== clientId)) continue;
      fault.seen += 1;
      if (effect !== null || fault.seen < nth || fault.seen >= nth + times) continue;
      fault.count += 1;
      ({ effect } = fault);
    }
    return effect;
  }
}
