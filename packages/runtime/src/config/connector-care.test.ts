import { describe, expect, it } from 'vitest';
import { pluginPackage, workerProperties } from '../../testing/plugins/in-memory-packages.ts';
import { PluginRegistry } from '../plugins/plugin-registry.ts';
import { restartSettingsOf } from './connector-care.ts';
import { ConnectorValidator } from './connector-validator.ts';

const worker = {
  ...workerProperties,
  'sluice.restart.policy': 'on-failure',
  'sluice.restart.max.per.hour': '7',
};
const source = { 'connector.class': 'TestSource', name: 'c', topic: 't' };

function keysOf(config: Record<string, string>): Promise<ReadonlyMap<string, string | null | undefined>> {
  const validator = new ConnectorValidator(new PluginRegistry([pluginPackage]), worker);
  return validator
    .validate(config)
    .then(
      ({ configs }) =>
        new Map(
          configs
            .filter(({ definition }) => definition?.name.startsWith('sluice.'))
            .map(({ definition, value }) => [definition?.name ?? '', value?.value]),
        ),
    );
}

describe('the restart settings of a connector', () => {
  it('are those of its worker where it says nothing', () => {
    expect(restartSettingsOf({ ...source, 'sluice.restart.max.per.hour': '2' }, worker)).toEqual({
      rule: 'on-failure',
      backoffMs: 1000,
      maxBackoffMs: 300_000,
      maxPerHour: 2,
    });
    expect(restartSettingsOf(source, workerProperties)).toMatchObject({ rule: 'never', maxPerHour: 10 });
  });

  it('are validated, with what the worker has as defaults, where a configuration has any', async () => {
    expect(await keysOf({ ...source, 'sluice.restart.policy': 'never' })).toEqual(
      new Map([
        ['sluice.restart.policy', 'never'],
        ['sluice.restart.backoff.ms', '1000'],
        ['sluice.restart.backoff.max.ms', '300000'],
        ['sluice.restart.max.per.hour', '7'],
      ]),
    );
  });

  it('are no part of the answer to a configuration of Java’s', async () => {
    expect(await keysOf(source)).toEqual(new Map());
  });
});
