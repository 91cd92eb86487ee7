import { defineConfig, defineTransformation, password } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { pluginPackage } from '../../../testing/plugins/in-memory-packages.ts';
import { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { registryOf } from '../../plugins/registry-of.ts';
import { secretKeysOf } from './secret-keys.ts';
import { isSecretName } from './secret-names.ts';

describe('the name of a secret', () => {
  it.each([
    'password',
    'connection.password',
    'db.passwd',
    'dbPassword',
    'ssl.keystore.password',
    'ssl.key.password',
    'ssl.keystore.key',
    'ssl.keystore.certificate.chain',
    'ssl.truststore.certificates',
    'producer.override.sasl.jaas.config',
    'sasl.oauthbearer.client.credentials.client.secret',
    'sasl.oauthbearer.assertion.private.key.passphrase',
    'value.converter.basic.auth.user.info',
    'aws.secret.access.key',
    'azure.account.key',
    'api-key',
    'apiKey',
    'github.token',
  ])('is %s', (key) => {
    expect(isSecretName(key)).toBe(true);
  });

  it.each([
    'name',
    'key.converter',
    'topics',
    'file',
    'primary.key',
    'pk.fields',
    'document.key',
    'ssl.keystore.location',
    'sasl.oauthbearer.token.endpoint.url',
    'sasl.oauthbearer.assertion.private.key.file',
    'credentials.provider.class',
    'aws.access.key.id',
    'password.file',
  ])('is not %s', (key) => {
    expect(isSecretName(key)).toBe(false);
  });
});

describe('the secrets of a configuration', () => {
  const plugins = new PluginRegistry([pluginPackage]);

  it('are the passwords that its plugins declare, too', async () => {
    const isSecret = await secretKeysOf({ 'connector.class': ' TestSink ', name: null }, plugins);
    expect(['pin', 'mode', 'db.password'].map(isSecret)).toEqual([true, false, true]);
  });

  it('are those of the version that is asked for', async () => {
    const config = defineConfig({
      only: password({ doc: 'Only in the old one.', importance: 'low', default: null }),
    });
    const versions = ['1.0', '2.0'].map((version) =>
      defineTransformation({
        className: 'org.example.Sealed',
        version,
        summary: 'Sealed.',
        config: version === '1.0' ? config : {},
        createTransformation: () => ({ apply: (record) => record }),
      }),
    );
    const registry = registryOf(versions);
    const chain = { transforms: 's', 'transforms.s.type': 'Sealed' };
    const old = await secretKeysOf({ ...chain, 'transforms.s.plugin.version': '[1.0,2.0)' }, registry);
    const latest = await secretKeysOf(chain, registry);
    expect([old, latest].map((isSecret) => isSecret('transforms.s.only'))).toEqual([true, false]);
  });

  it('are told by their names where a plugin is not known', async () => {
    const isSecret = await secretKeysOf({ 'connector.class': 'Nope', 'value.converter': 'Nope' }, plugins);
    expect(['pin', 'db.password'].map(isSecret)).toEqual([false, true]);
  });
});
