import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeferredTree } from '../../../testing/deferred-tree.ts';
import { formatJavaText } from '../java/java-text.ts';
import { ChosenLeaves } from './chosen-leaves.ts';
import { isDeferredMap, withoutDeferral, type DeferredMap } from './deferred-map.ts';
import { writeDeferredText } from './deferred-text.ts';
import { Utf8Buffer } from './utf8-buffer.ts';

const map = new Map<string, unknown>([
  ['id', 7],
  [
    'user',
    new Map<string, unknown>([
      ['näme', 'Zoë'],
      ['none', new Map()],
    ]),
  ],
  ['last', null],
]);
const deferred = new DeferredTree(map);

function textOf(given: DeferredMap): string {
  const target = new Utf8Buffer();
  writeDeferredText(given, target);
  return Buffer.from(target.view()).toString();
}

describe('a map that is not made yet', () => {
  it('becomes a map with the maps inside it, new ones each time', () => {
    expect(deferred.toMap()).toEqual(map);
    expect(deferred.toMap()).not.toBe(deferred.toMap());
    expect(withoutDeferral(deferred)).toEqual(map);
    expect(withoutDeferral(map)).toBe(map);
  });

  it('is known as such whichever copy of the package made it', () => {
    const ofOtherCopy = Object.create({ [Symbol.for('sluice.connect-api.deferred-map')]: true }) as unknown;
    expect([deferred, ofOtherCopy, map, {}, null, 'text'].map(isDeferredMap)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('has the text of the map', () => {
    expect(textOf(deferred)).toBe(formatJavaText(map));
    expect(textOf(deferred)).toBe('{id=7, user={näme=Zoë, none={}}, last=null}');
    expect(textOf(new DeferredTree(new Map()))).toBe('{}');
  });

  it('can be made of some scalars of another one, and some more', () => {
    const layout = {
      entries: ['last', 'first', 'added'].map((name, leaf) => ({ name, leaf })),
      leafCount: 3,
    };
    const chosen = new ChosenLeaves({ layout, chosen: [2, 0] }, deferred, ['new']);
    expect([...chosen.toMap()]).toEqual([
      ['last', null],
      ['first', 7],
      ['added', 'new'],
    ]);
    expect(textOf(chosen)).toBe('{last=null, first=7, added=new}');
  });
});

describe('text in the making', () => {
  const texts = array(string({ unit: constantFrom('a', 'é', '€', '💧', '\ud800'), maxLength: 400 }), {
    maxLength: 20,
  });

  it('is all texts and bytes in order, as UTF-8, whatever their lengths', () => {
    const target = new Utf8Buffer();
    assert(
      property(texts, integer({ min: 0, max: 5 }), (added, skipped) => {
        target.clear(1024 * 1024);
        for (const [index, text] of added.entries()) {
          const bytes = Buffer.from(`${'-'.repeat(skipped)}${text}+`);
          if (index % 2 === 0) target.addText(text);
          else target.addBytes(new DataView(bytes.buffer, bytes.byteOffset), skipped, bytes.length - 1);
        }
        expect(Buffer.from(target.view())).toEqual(
          Buffer.from(added.map((text) => Buffer.from(text).toString()).join('')),
        );
      }),
    );
  });

  it('grows with what is added, and lets go of memory that is beyond what may be kept', () => {
    const target = new Utf8Buffer();
    const long = 'long '.repeat(100_000);
    target.addText(long);
    target.addText(long);
    const view = target.view();
    expect(Buffer.from(view).toString()).toBe(long + long);
    target.clear(1000);
    target.addText('short');
    expect(Buffer.from(target.view()).toString()).toBe('short');
    expect(Buffer.from(view).toString()).toBe(long + long);
    expect(target.view().buffer.byteLength).toBeLessThan(long.length);
  });
});
