import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { OpenStreams, type Parkable } from './open-streams.ts';

/** Ends of parking come when the test says so. */
class Stream implements Parkable {
  readonly log: string[] = [];
  readonly #ends: (() => void)[] = [];

  async park(): Promise<void> {
    if (this.log.at(-1) !== 'used') return;
    this.log.push('parking');
    await new Promise<void>((resolve) => this.#ends.push(resolve));
    this.log.push('parked');
  }

  endParking(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  use(streams: OpenStreams): Promise<void> {
    return streams.use(this, () => {
      this.log.push('used');
      return Promise.resolve();
    });
  }
}

describe('open streams', () => {
  it('are used again only when they are parked, though another takes their place at the same time', async () => {
    const streams = new OpenStreams(1);
    const [one, other] = [new Stream(), new Stream()];
    await one.use(streams);
    const done = new AbortController();
    const uses = Promise.all([other.use(streams), one.use(streams)]).finally(() => done.abort());
    await turn();
    expect(one.log).toEqual(['used', 'parking']);
    while (!done.signal.aborted) {
      one.endParking();
      other.endParking();
      await turn();
    }
    await uses;
    expect(one.log.slice(0, 4)).toEqual(['used', 'parking', 'parked', 'used']);
  });

  it('are released only when they are parked, though another takes their place at the same time', async () => {
    const streams = new OpenStreams(1);
    const [one, other] = [new Stream(), new Stream()];
    await one.use(streams);
    const use = other.use(streams);
    const release = streams.release(one).then(() => one.log.push('released'));
    await turn();
    expect(one.log).toEqual(['used', 'parking']);
    one.endParking();
    await Promise.all([use, release]);
    expect(one.log).toEqual(['used', 'parking', 'parked', 'released']);
  });
});
