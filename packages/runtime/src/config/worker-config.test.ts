import { describe, expect, it } from 'vitest';
import { stockPackage } from '../../testing/plugins/in-memory-packages.ts';
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

  it.each(['rest.extension.classes', 'admin.listeners'])(
    'are refused with %s, which nothing carries out',
    (key) => {
      expect(() => parseWorkerConfig({ ...good, [key]: 'x' }, plugins)).toThrow(
        'is not supported by this version',
      );
    },
  );
});
