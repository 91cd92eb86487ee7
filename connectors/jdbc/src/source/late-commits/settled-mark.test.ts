import { describe, expect, it } from 'vitest';
import { SettledMark } from './settled-mark.ts';

/** A database as far as marks are concerned. */
class Ledger {
  highest: number | null = null;
  readonly open = new Set<string>();
  looks = 0;
  /** What happens while the mark waits. */
  meanwhile: (look: number) => void = () => {};

  mark(): SettledMark<number> {
    return new SettledMark({
      reach: () => Promise.resolve(this.highest),
      transactions: () => {
        this.looks += 1;
        return Promise.resolve(new Set(this.open));
      },
      patienceMs: [1, 1],
      pause: () => {
        this.meanwhile(this.looks);
        return Promise.resolve();
      },
      isStopping: () => false,
    });
  }
}

describe('a settled mark', () => {
  it('is what was reached when nobody has a transaction open', async () => {
    const ledger = new Ledger();
    ledger.highest = 7;
    const mark = ledger.mark();
    expect(await mark.advance()).toBe(7);
    expect(mark.waitsFor).toBeNull();
  });

  it('is none when there is nothing', async () => {
    expect(await new Ledger().mark().advance()).toBeNull();
  });

  it('stays behind as long as one of the transactions is open that were open after it was reached', async () => {
    const ledger = new Ledger();
    const mark = ledger.mark();
    ledger.highest = 7;
    expect(await mark.advance()).toBe(7);
    ledger.highest = 9;
    ledger.open.add('a').add('b');
    expect(await mark.advance()).toBe(7);
    ledger.open.delete('a');
    expect(await mark.advance()).toBe(7);
    expect(mark.waitsFor?.transactions).toEqual(new Set(['b']));
    ledger.open.delete('b');
    expect(await mark.advance()).toBe(9);
  });

  it('does not wait for transactions that began later', async () => {
    const ledger = new Ledger();
    const mark = ledger.mark();
    ledger.highest = 9;
    ledger.open.add('a');
    ledger.meanwhile = () => {
      ledger.open.delete('a');
      ledger.open.add('later');
      ledger.highest = 12;
    };
    expect(await mark.advance()).toBe(9);
    ledger.meanwhile = () => {};
    expect(await mark.advance()).toBe(9);
    expect(mark.waitsFor?.transactions).toEqual(new Set(['later']));
  });
});
