import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plugins } from './index.ts';

interface Manifest {
  readonly sluice: { readonly plugins: readonly { class: string; type: string; version: string }[] };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

describe('the list in package.json', () => {
  it('names the transformations and predicates that the module exports', () => {
    const exported = plugins.map(({ className, kind, version }) => ({
      class: className,
      type: kind,
      version,
    }));
    expect(manifest.sluice.plugins).toEqual(exported);
  });

  it('has all those of Apache Kafka 4.3', () => {
    const names = plugins.map(({ className }) => className.slice(className.lastIndexOf('.') + 1));
    const both = (name: string) => [`${name}$Key`, `${name}$Value`];
    const pairs = ['Cast', 'ExtractField', 'Flatten', 'HeaderFrom', 'HoistField', 'InsertField', 'MaskField'];
    expect(names.toSorted()).toEqual(
      [
        ...[...pairs, 'ReplaceField', 'SetSchemaMetadata', 'TimestampConverter'].flatMap(both),
        ...['DropHeaders', 'Filter', 'InsertHeader', 'RegexRouter', 'TimestampRouter', 'ValueToKey'],
        ...['HasHeaderKey', 'RecordIsTombstone', 'TopicNameMatches'],
      ].toSorted(),
    );
  });
});
