import { describe, expect, it } from 'vitest';
import { pluginPackage, stockPackage } from '../../testing/plugins/in-memory-packages.ts';
import type { PluginPackage } from '../plugins/plugin-info.ts';
import { PluginRegistry } from '../plugins/plugin-registry.ts';
import { ConnectorValidator } from './connector-validator.ts';

const validator = new ConnectorValidator(new PluginRegistry([stockPackage, pluginPackage]));
const source = { 'connector.class': 'FileStreamSource', topic: 't' };

describe('the definition of a connector', () => {
  it('holds its configuration as it was written, with the name, and what a herder has to know', async () => {
    const submitted = { ...source, 'tasks.max': ' 2 ', 'tasks.max.enforce': 'false', extra: ' kept ' };
    expect(await validator.define('fs', submitted)).toEqual({
      name: 'fs',
      config: { ...submitted, name: 'fs' },
      type: 'source',
      version: '4.3.0',
      taskClassName: 'org.apache.kafka.connect.file.FileStreamSourceTask',
      maxTasks: 2,
      enforceMaxTasks: false,
      restart: { rule: 'never', backoffMs: 1000, maxBackoffMs: 300_000, maxPerHour: 10 },
    });
  });

  it('leaves out nulls of the connector’s own keys', async () => {
    const { config } = await validator.define('fs', { ...source, file: null });
    expect(config).toEqual({ ...source, name: 'fs' });
  });

  it('is refused with every problem at once', async () => {
    const bad = {
      ...source,
      'tasks.max': '0',
      'value.converter': 'Json',
      'value.converter.schemas.cache.size': 'x',
      'value.converter.decimal.format': 'ROMAN',
    };
    await expect(validator.define('q', bad)).rejects.toMatchObject({
      code: 'CONNECTOR_CONFIG_INVALID',
      message:
        'Connector configuration is invalid and contains the following 3 error(s):\n' +
        'Invalid value 0 for configuration tasks.max: Value must be at least 1\n' +
        'Invalid value x for configuration schemas.cache.size: Not a number of type INT\n' +
        'Invalid value ROMAN for configuration decimal.format: String must be one of (case insensitive): NUMERIC, BASE64\n' +
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    });
  });

  it('is refused with what the connector itself finds, once all keys are good', async () => {
    const sink = { 'connector.class': 'TestSink', topics: 'a', mode: 'odd' };
    await expect(validator.define('s', sink)).rejects.toThrow('1 error(s):\nmode must not be odd\n');
    const worse = { ...sink, 'tasks.max': '0' };
    await expect(validator.define('s', worse)).rejects.toThrow('1 error(s):\nInvalid value 0 for');
  });

  it.each([[{}], [{ 'connector.class': null }], [{ 'connector.class': ' ' }]])(
    'is refused without a class, naming keys but no values: %j',
    async (config) => {
      const submitted = { password: 'secret', ...config };
      const message = expect.stringMatching(
        /^Connector config \{password.*name\} contains no connector type$/,
      ) as string;
      await expect(validator.define('c', submitted)).rejects.toMatchObject({
        name: 'BadRequestError',
        code: 'CONNECTOR_CLASS_MISSING',
        message,
      });
    },
  );

  it('is refused for an unknown class, with those that are known', async () => {
    await expect(validator.define('c', { 'connector.class': 'nope' })).rejects.toMatchObject({
      code: 'PLUGIN_UNKNOWN',
      message: expect.stringContaining(
        'which name matches nope, available connectors are: PluginDesc{klass=class',
      ),
    });
  });
});

describe('a configuration that names broken plugins', () => {
  const nothing = { packageName: '@example/b', location: '/plugins/b', version: '1' } as const;
  const reason = 'made for another worker';
  const found = (['sink', 'converter', 'transformation'] as const).map((type) => ({
    ...nothing,
    className: `org.example.Broken${type}`,
    type,
    reason,
  }));
  const unloadable: PluginPackage = {
    name: '@example/half',
    location: '/plugins/half',
    moduleUrl: 'memory:half',
    plugins: (['predicate', 'header_converter'] as const).map((type) => ({
      className: `org.example.Half${type}`,
      type,
      version: '1',
    })),
  };
  const registry = new PluginRegistry([stockPackage, unloadable], {
    broken: found,
    importModule: async (url) => {
      if (url === 'memory:half') throw new Error('half installed');
      return (await import(url)) as object;
    },
  });
  const withBroken = new ConnectorValidator(registry);

  it('is answered with the reason at each key', async () => {
    const { configs } = await withBroken.validate({
      ...source,
      name: 'c',
      'value.converter': 'org.example.Brokenconverter',
      'header.converter': 'Halfheader_converter',
      transforms: 't',
      'transforms.t.type': 'org.example.Brokentransformation',
      predicates: 'p',
      'predicates.p.type': 'Halfpredicate',
    });
    const wrong = configs.filter(({ value }) => (value?.errors ?? []).length > 0);
    expect(Object.fromEntries(wrong.map(({ value }) => [value?.name, value?.errors]))).toEqual({
      'value.converter': [`The plugin org.example.Brokenconverter cannot be used: ${reason}`],
      'header.converter': [
        expect.stringMatching(
          /^The plugin org.example.Halfheader_converter cannot be used: It cannot be loaded from @example\/half: half installed\. Install/,
        ),
      ],
      'transforms.t.type': [`The plugin org.example.Brokentransformation cannot be used: ${reason}`],
      'predicates.p.type': [expect.stringContaining('half installed')],
    });
  });

  it('is refused with the reason where it is the connector', async () => {
    await expect(withBroken.validate({ 'connector.class': 'Brokensink', topics: 't' })).rejects.toMatchObject(
      {
        code: 'PLUGIN_BROKEN',
        message: `The plugin Brokensink cannot be used: ${reason}`,
      },
    );
  });
});

describe('a source on a worker of a cluster', () => {
  it('is checked for what it promises, and on a worker that stands alone it is not', async () => {
    const registry = new PluginRegistry([stockPackage]);
    const required = { ...source, file: 'f', 'exactly.once.support': 'required' };
    const clustered = new ConnectorValidator(registry, {}, { isExactlyOnce: false });
    await expect(clustered.define('fs', required)).rejects.toThrow(
      'This worker does not have exactly-once source support enabled.',
    );
    const enabled = new ConnectorValidator(registry, {}, { isExactlyOnce: true });
    await expect(enabled.define('fs', required)).rejects.toThrow(
      '1 error(s):\nThe connector does not implement the API required for preflight validation',
    );
    expect(await validator.define('fs', required)).toMatchObject({ name: 'fs' });
  });
});

describe('the keys of a plugin', () => {
  it('are, for a connector, its own and then those of the framework', async () => {
    const names = (await validator.pluginConfig('FileStreamSink')).map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['file', 'name', 'connector.class']);
    expect(names).toContain('topics.regex');
  });

  it('are, for a converter, its own', async () => {
    const keys = await validator.pluginConfig('org.apache.kafka.connect.storage.StringConverter');
    expect(keys.map(({ name }) => name)).toEqual(['converter.type', 'converter.encoding']);
  });

  it('have no default that only a worker knows', async () => {
    const own = new ConnectorValidator(new PluginRegistry([stockPackage]), { 'key.converter': 'Json' });
    const keys = await own.pluginConfig('FileStreamSource');
    expect(keys.find(({ name }) => name === 'key.converter')).toMatchObject({ default_value: null });
  });

  it('are not known of an unknown plugin', async () => {
    await expect(validator.pluginConfig('x')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'Unknown plugin x.',
    });
  });
});
