import type { ClientRequest } from 'node:http';
import { failureOf } from './remote-failure.ts';
import { lost, readAnswer, type Answer } from './request.ts';

/** Bytes on their way to a DataNode, which answers when they end, or when it cannot take them. */
export class Upload {
  readonly #request: ClientRequest;
  readonly #what: string;
  readonly #timeoutMs: number;
  readonly #answer: Promise<Answer>;
  #isAnswered = false;
  /** Of who is writing. A race of promises would leave something behind with each write until the answer comes. */
  #onAnswer: (() => void) | null = null;

  constructor(
    request: ClientRequest,
    to: { readonly url: URL; readonly what: string; readonly timeoutMs: number },
  ) {
    this.#request = request;
    this.#what = to.what;
    this.#timeoutMs = to.timeoutMs;
    this.#answer = new Promise<Answer>((resolve, reject) => {
      request.once('error', (error) => reject(lost(to.url, error)));
      const onClose = (): void => reject(lost(to.url, new Error('it was closed before there was an answer')));
      request.once('close', onClose);
      request.once('response', (response) => {
        // A connection that is kept is free again before all of the answer has been looked at.
        request.off('close', onClose);
        readAnswer(response).then(resolve, (error: unknown) => reject(lost(to.url, error)));
      });
    }).finally(() => {
      this.#isAnswered = true;
      this.#onAnswer?.();
    });
    // Whoever writes or ends learns of it.
    this.#answer.catch(() => {});
  }

  /**
   * Resolves when the bytes are with the system, and more may be given; one write at a time.
   * @throws RetriableError or ConnectError when it cannot be taken.
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#isAnswered) throw await this.#refusal();
    const taken = new Promise<boolean>((resolve) => {
      this.#onAnswer = () => resolve(false);
      // With an error the answer fails as well.
      this.#request.write(bytes, (error) => (error ? undefined : resolve(true)));
    });
    const isTaken = await this.#inTime(taken);
    this.#onAnswer = null;
    if (!isTaken) throw await this.#refusal();
  }

  /** Resolves when HDFS has everything. */
  async end(): Promise<void> {
    this.#request.end();
    const answer = await this.#inTime(this.#answer);
    if (answer.status !== 200 && answer.status !== 201) throw failureOf(this.#what, answer);
  }

  abort(): void {
    this.#request.destroy();
  }

  /** An answer before the end is a refusal, whatever its status. */
  async #refusal(): Promise<Error> {
    const answer = await this.#answer;
    this.#request.destroy();
    return failureOf(this.#what, answer);
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(
      () => this.#request.destroy(new Error(`it took nothing for ${this.#timeoutMs} ms`)),
      this.#timeoutMs,
    );
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }
}
