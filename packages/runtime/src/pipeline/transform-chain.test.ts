import { RetriableError, SourceRecord, type ConnectRecord } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { TransformChain, type ChainLink } from './transform-chain.ts';

const record = new SourceRecord({ topic: 't', value: '' });

/** Appends its name to the value. */
function appending(name: string, condition: ChainLink['condition'] = null): ChainLink {
  return {
    className: `org.example.${name}`,
    condition,
    transformation: { apply: (given) => given.with({ value: `${String(given.value)}${name}` }) },
  };
}

const dropping: ChainLink = {
  className: 'org.example.Drop',
  condition: null,
  transformation: { apply: () => null },
};

function through(...links: readonly ChainLink[]): unknown {
  const chain = new TransformChain(links);
  chain.start(record);
  return chain.run()?.value ?? null;
}

describe('a chain of transformations', () => {
  it('applies them in order, and gives the record itself when it has none', () => {
    expect(through(appending('a'), appending('b'))).toBe('ab');
    const chain = new TransformChain([]);
    chain.start(record);
    expect(chain.run()).toBe(record);
  });

  it('ends where one drops the record', () => {
    const never: ChainLink = {
      ...dropping,
      transformation: {
        apply: () => {
          throw new Error('is not reached');
        },
      },
    };
    expect(through(appending('a'), dropping, never)).toBeNull();
  });

  it('applies one only where its predicate is true of what the record has become, or is not', () => {
    const afterA = { test: ({ value }: ConnectRecord) => value === 'a' };
    const when = (negate: boolean) => ({ predicate: afterA, negate });
    expect(through(appending('a'), appending('b', when(false)))).toBe('ab');
    expect(through(appending('a'), appending('b', when(true)))).toBe('a');
    expect(through(appending('b', when(false)))).toBe('');
    expect(through(appending('b', when(true)))).toBe('b');
  });

  it('says which one failed, also in its predicate, and goes on with it', () => {
    let failures = 2;
    const failing: ChainLink = {
      ...appending('b', {
        negate: false,
        predicate: {
          test: () => {
            failures -= 1;
            if (failures >= 0) throw new RetriableError('not yet');
            return true;
          },
        },
      }),
    };
    const chain = new TransformChain([appending('a'), failing, appending('c')]);
    chain.start(record);
    for (let times = 0; times < 2; times += 1) {
      expect(() => chain.run()).toThrow('not yet');
      expect(chain.stageInUse).toEqual({ stage: 'TRANSFORMATION', className: 'org.example.b' });
    }
    expect(chain.run()?.value).toBe('abc');
    chain.start(record);
    expect(chain.run()?.value).toBe('abc');
  });

  it('has one work in place only where the one before has renewed the same half, unseen by others', () => {
    const link = (renewsMapOf: 'key' | 'value', condition: ChainLink['condition'] = null): ChainLink => ({
      className: 'org.example.Renewing',
      condition,
      transformation: {
        renewsMapOf,
        apply: (given) => given.with({ value: `${String(given.value)}new ` }),
        applyInPlace: (given) => given.with({ value: `${String(given.value)}same ` }),
      },
    });
    const always = { predicate: { test: () => true }, negate: false };
    expect(through(link('value'), link('value'), link('value'))).toBe('new same same ');
    expect(through(link('key'), link('value'), link('value'))).toBe('new new same ');
    expect(through(link('value'), appending('- '), link('value'))).toBe('new - new ');
    expect(through(link('value'), link('value', always), link('value'))).toBe('new new same ');
    expect(through(link('value'), link('value', { ...always, negate: true }), link('value'))).toBe(
      'new new ',
    );
    expect(through(link('value'))).toBe('new ');
  });

  describe('with one that can do in one go what it does with the next', () => {
    let refuses = false;
    /** With as many of those after it as can be, and at most with two. */
    const joining = (name: string, condition: ChainLink['condition'] = null): ChainLink => ({
      className: `org.example.${name}`,
      condition,
      transformation: {
        ...appending(name).transformation,
        renewsMapOf: 'value',
        applyInPlace: (given) => given.with({ value: `${String(given.value)}(in place)${name}` }),
        joinWith: (following) => {
          const joined = Math.min(following.length, 2);
          if (joined === 0) return null;
          return {
            joined,
            apply: (given) =>
              refuses ? null : given.with({ value: `${String(given.value)}${name}+${joined} ` }),
          };
        },
      },
    });
    const always = { predicate: { test: () => true }, negate: false };

    it('passes them in one go, and goes on with the one after them', () => {
      refuses = false;
      expect(through(joining('a'), joining('b'), joining('c'), appending('d'))).toBe('a+2 d');
      expect(through(appending('a'), joining('b'), appending('c'))).toBe('ab+1 ');
    });

    it('does not reach over one that does not apply to all records', () => {
      refuses = false;
      expect(through(joining('a'), joining('b', always), joining('c'), appending('d'))).toBe('abc+1 ');
    });

    it('lets the next one work in place on a map that the last of them has renewed', () => {
      refuses = false;
      expect(through(joining('a'), joining('b'), joining('c'), joining('d'))).toBe('a+2 (in place)d');
      expect(through(joining('a'), joining('b'), appending('c'), joining('d'))).toBe('a+2 d');
    });

    it('applies one after the other where it refuses, and says which one fails', () => {
      refuses = true;
      expect(through(joining('a'), appending('b'), appending('c'))).toBe('abc');
      const failing: ChainLink = {
        ...dropping,
        transformation: {
          apply: () => {
            throw new Error('fails');
          },
        },
      };
      const chain = new TransformChain([joining('a'), failing]);
      chain.start(record);
      expect(() => chain.run()).toThrow('fails');
      expect(chain.stageInUse?.className).toBe('org.example.Drop');
    });
  });

  it('closes each transformation and then its predicate, whatever they throw', () => {
    const closed: string[] = [];
    const closing = (name: string) => ({
      close: () => {
        closed.push(name);
        throw new Error('closing fails');
      },
    });
    const link = (name: string): ChainLink => ({
      className: name,
      transformation: { apply: (given) => given, ...closing(`transformation ${name}`) },
      condition: { negate: false, predicate: { test: () => true, ...closing(`predicate ${name}`) } },
    });
    new TransformChain([link('a'), link('b')]).close();
    expect(closed).toEqual(['transformation a', 'predicate a', 'transformation b', 'predicate b']);
  });
});
