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
