import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { MemoryBudget } from '../memory-budget.ts';
import type { TakenSeat } from '../taken-seat.ts';
import { Heartbeat } from './faults/heartbeat.ts';
import type { Resident } from './resident.ts';
import { RpcChannel, type Handlers } from './channel/rpc-channel.ts';
import type { KeptSeatParts } from './seats/kept-seat.ts';
import { SeatKeeper } from './seats/seat-keeper.ts';
import type { ThreadData } from './thread-data.ts';
import { ThreadMarks } from './faults/thread-marks.ts';

export interface TaskThreadOptions {
  /** The module that the thread runs. */
  readonly entry: URL;
  readonly data: Omit<ThreadData, 'marks' | 'budget'>;
  readonly budget: MemoryBudget;
  /** How much the JavaScript objects of the thread may take up; by default V8 decides. */
  readonly heapLimitMb?: number | undefined;
  /** After so long without an answer the thread counts as blocked; 0 is never. */
  readonly blockedTimeoutMs: number;
  /** Nobody else than whom it was made for moves in. */
  readonly isPrivate: boolean;
  /** Who acts in consumer groups while the thread cannot. */
  readonly seats: KeptSeatParts;
  /** What the thread may call. */
  readonly handlers: (residents: ReadonlyMap<string, Resident>) => Handlers;
  /** The thread is gone; `error` says why. */
  readonly onEnd: (error: Error) => void;
  readonly onBlocked: (silentMs: number) => void;
}

/**
 * When the old generation is full, Node lets it grow by 16 MiB more and ends the thread. One collection of the young generation
 * may move a third of it there: were that more than 16 MiB, V8 would end the whole process. V8 takes the next power of two for
 * that third: half of this would cost, since records that are under way survive the collections of a small one.
 */
const maxYoungGenerationSizeMb = 24;

function limitsOf(maxOldGenerationSizeMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb, maxYoungGenerationSizeMb };
}

const lostReason = 'the thread of the task has ended';

/** One thread that runs connectors and tasks, seen from the control thread. */
export class TaskThread {
  readonly channel: RpcChannel;
  /** Who lives in it, by their keys. */
  readonly residents = new Map<string, Resident>();
  readonly marks = new ThreadMarks();
  readonly id: number;
  /** Whether others may move in. */
  isOpen: boolean;
  readonly #worker: Worker;
  readonly #heartbeat: Heartbeat;
  readonly #seats: SeatKeeper;

  constructor(options: TaskThreadOptions) {
    const { entry, data, budget, heapLimitMb, handlers, onEnd, onBlocked, blockedTimeoutMs } = options;
    const resourceLimits = heapLimitMb === undefined ? {} : limitsOf(heapLimitMb);
    const workerData: ThreadData = { ...data, budget: budget.memory, marks: this.marks.memory };
    this.isOpen = !options.isPrivate;
    this.#worker = new Worker(entry, { workerData, name: 'sluice-tasks', resourceLimits });
    this.id = this.#worker.threadId;
    this.#seats = new SeatKeeper(options.seats);
    this.channel = new RpcChannel(this.#worker, {
      ...handlers(this.residents),
      seat: (key: string, taken: TakenSeat | null) => this.#seats.take(key, taken),
    });
    this.#heartbeat = new Heartbeat({ channel: this.channel, limitMs: blockedTimeoutMs, onBlocked });
    let failure: Error | null = null;
    this.#worker.once('error', (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.once('exit', (exitCode) => {
      this.#heartbeat.stop();
      void this.#seats.giveUp(lostReason);
      onEnd(failure ?? new Error(`something in it called process.exit(${exitCode})`));
    });
  }

  /** How long it has not answered; 0 when it does. */
  get silentMs(): number {
    return this.#heartbeat.silentMs;
  }

  /** How many tasks live in it. */
  get taskCount(): number {
    return [...this.residents.values()].filter(({ kind }) => kind === 'task').length;
  }

  /** Ends the thread, whatever it is doing, unless that is in native code. */
  async terminate(): Promise<void> {
    this.#heartbeat.stop();
    await this.#worker.terminate();
    await this.#seats.giveUp(lostReason);
  }
}
