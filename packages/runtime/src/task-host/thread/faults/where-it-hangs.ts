import { Session } from 'node:inspector';
import { residentScopeName } from '../inside/resident-scope.ts';
import { withinTime } from '../../../timing/within-time.ts';

/** Where a thread was found busy. */
export interface Hang {
  /** The key of the resident whose code runs, `null` when that is not known. */
  readonly key: string | null;
  /** As in the stack of an error, the innermost first. */
  readonly frames: readonly string[];
}

interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number;
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** On a busy machine the debugger takes its time; the thread is lost either way. */
const timeoutMs = 10_000;
const maxFrames = 30;
const whoRuns = `globalThis[Symbol.for('${residentScopeName}')]?.getStore() ?? ''`;

/**
 * Has the debugger halt a thread that is busy with JavaScript, and looks where it is; then it goes on. `null` where that
 * does not work: the thread is in native code, or Node has no debugger.
 */
export async function whereItHangs(threadId: number): Promise<Hang | null> {
  const debug = new ThreadDebugger(threadId);
  try {
    const hang = await withinTime(debug.halt(), timeoutMs);
    return hang === 'timed-out' ? null : hang;
  } catch {
    return null;
  } finally {
    debug.letGo();
  }
}

/** Speaks the protocol of V8's debugger with one thread of this process. */
class ThreadDebugger {
  readonly #threadId: number;
  readonly #session = new Session();
  readonly #scripts = new Map<string, string>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #paused = Promise.withResolvers<readonly CallFrame[]>();
  readonly #attached = Promise.withResolvers<string>();
  #sessionId = '';

  constructor(threadId: number) {
    this.#threadId = threadId;
  }

  async halt(): Promise<Hang> {
    const session = this.#session;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.title.startsWith(`[worker ${this.#threadId}]`)) this.#attached.resolve(sessionId);
    });
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      if (sessionId === this.#sessionId) this.#receive(JSON.parse(message) as Message);
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#sessionId = await this.#attached.promise;
    await this.#call('Debugger.enable');
    await this.#call('Debugger.pause');
    const frames = await this.#paused.promise;
    return { key: await this.#residentAt(frames[0]), frames: this.#describe(frames) };
  }

  /** A thread that stays halted could not be ended. */
  letGo(): void {
    if (this.#sessionId !== '') void this.#call('Debugger.resume');
    this.#session.disconnect();
  }

  async #residentAt(frame: CallFrame | undefined): Promise<string | null> {
    if (frame === undefined) return null;
    const { callFrameId } = frame;
    const parameters = { callFrameId, expression: whoRuns, returnByValue: true };
    const answer = (await this.#call('Debugger.evaluateOnCallFrame', parameters)) as {
      readonly result?: { readonly value?: unknown };
    };
    const key = answer.result?.value;
    return typeof key === 'string' && key !== '' ? key : null;
  }

  #call(method: string, params: object = {}): Promise<unknown> {
    const id = this.#answers.size + 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#answers.set(id, resolve);
    const message = JSON.stringify({ id, method, params });
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message });
    return promise;
  }

  #receive({ id, method, params, result }: Message): void {
    if (id !== undefined) this.#answers.get(id)?.(result);
    if (method === 'Debugger.scriptParsed') {
      const { scriptId, url } = params as { readonly scriptId: string; readonly url: string };
      this.#scripts.set(scriptId, url);
    }
    if (method === 'Debugger.paused') {
      this.#paused.resolve((params as { readonly callFrames: readonly CallFrame[] }).callFrames);
    }
  }

  #describe(frames: readonly CallFrame[]): string[] {
    return frames.slice(0, maxFrames).map(({ functionName, location }) => {
      const { scriptId, lineNumber, columnNumber = 0 } = location;
      const place = `${this.#scripts.get(scriptId) ?? '<unknown>'}:${lineNumber + 1}:${columnNumber + 1}`;
      return functionName === '' ? place : `${functionName} (${place})`;
    });
  }
}
