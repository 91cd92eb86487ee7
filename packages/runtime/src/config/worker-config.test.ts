import { describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import { versionedRegistry } from '../../testing/plugins/versioned-plugins.ts';
import type { BrokenPlugin } from '../plugins/plugin-info.ts';
import { PluginRegistry } from '../plugins/plugin-registry.ts';
import { parseWorkerConfig } from './worker-config.ts';

const plugins = new PluginRegistry([stockPackage]);
const good = {
  'bootstrap.servers': 'localhost:9092',
  'key.converter': 'JsonConverter',
  'value.converter': 'JsonConverter',
  'offset.storage.file.filename': '/tmp/none.offsets',
};

describe('the properties of a worker', () => {
  it('may hold any key of Connect, its classes by name', () => {
    const { values } = parseWorkerConfig(
      {
        ...good,
        'connector.client.config.override.policy': 'Principal',
        'ssl.engine.factory.class': 'org.example.Factory',
        'metrics.recording.level': 'DEBUG',
        'topic.creation.enable': 'FALSE',
      },
      plugins,
    );
    expect(values).toMatchObject({
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'ssl.engine.factory.class': 'org.example.Factory',
      'topic.creation.enable': false,
    });
  });

  it.each([
    ['connector.client.config.override.policy', 'Mine', 'there is no such policy'],
    ['ssl.client.auth', 'perhaps', 'String must be one of: required, requested, none'],
    ['metrics.num.samples', '0', 'Value must be at least 1'],
    ['topic.creation.enable', 'yes', 'Expected value to be either true or false'],
    ['plugin.discovery', 'guess', 'String must be one of (case insensitive): '],
    ['value.converter', 'nope', 'Class nope could not be found.'],
  ])('are refused with %s=%s', (key, value, reason) => {
    expect(() => parseWorkerConfig({ ...good, [key]: value }, plugins)).toThrow(
      `Invalid value ${value} for configuration ${key}: ${reason}`,
    );
  });

  it('name the versions of converters', () => {
    const registry = versionedRegistry();
    const versioned = { ...good, 'value.converter': 'VersionedConverter' };
    const key = 'value.converter.plugin.version';
    expect(parseWorkerConfig({ ...versioned, [key]: '[1.0,1.5)' }, registry).values[key]).toBe('[1.0,1.5)');
    expect(() => parseWorkerConfig({ ...versioned, [key]: '9.9' }, registry)).toThrow(
      `${key}: Plugin org.example.VersionedConverter not found that matches the version range [9.9,9.9]`,
    );
    expect(() => parseWorkerConfig({ ...versioned, [key]: '[1' }, registry)).toThrow(
      `${key}: Unbounded range: [1`,
    );
  });

  it('are refused with a converter that is broken, and the reason', () => {
    const broken: BrokenPlugin = {
      location: '/plugins/old',
      packageName: '@example/old',
      className: 'org.example.OldConverter',
      type: 'converter',
      version: '1',
      reason: 'made for another worker',
    };
    const registry = new PluginRegistry([stockPackage], { broken: [broken] });
    expect(() => parseWorkerConfig({ ...good, 'key.converter': 'Old' }, registry)).toThrow(
      'The plugin Old cannot be used: made for another worker',
    );
  });
});
