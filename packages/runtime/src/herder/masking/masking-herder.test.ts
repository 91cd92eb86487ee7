import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryWorker } from '../../../testing/in-memory-worker.ts';
import { pluginPackage } from '../../../testing/plugins/in-memory-packages.ts';
import { PluginRegistry } from '../../plugins/plugin-registry.ts';
import { MaskingHerder } from './masking-herder.ts';

let worker: InMemoryWorker;
let herder: MaskingHerder;

beforeEach(() => {
  worker = new InMemoryWorker({ v: { get: () => ({ values: new Map([['pw', 'provided-pw']]) }) } });
  herder = new MaskingHerder(worker.herder, new PluginRegistry([pluginPackage]));
});
afterEach(() => worker.herder.stop());

const config = {
  'connector.class': 'TestSink',
  topics: 'a',
  pin: '271828',
  'db.password': 's3cr3t',
  'other.password': '${v:pw}',
  'empty.password': '',
  'half.password': 'salt-${v:pw}',
};
const masked = {
  ...config,
  name: 's',
  pin: '[hidden]',
  'db.password': '[hidden]',
  'half.password': '[hidden]',
};

const put = (changes: Readonly<Record<string, string | null>> = {}, allowReplace = true) =>
  herder.putConnector({ name: 's', config: { ...config, ...changes }, allowReplace });
const stored = async () => (await worker.herder.connectorInfo('s')).config;

describe('a herder that masks secrets', () => {
  it('shows passwords and what is called like a secret as hidden, and references as they are', async () => {
    expect((await put()).info.config).toEqual(masked);
    expect((await herder.connectorInfo('s')).config).toEqual(masked);
    expect(await herder.taskInfos('s')).toMatchObject([{ config: { ...masked, topics: 'a' } }]);
    expect(await stored()).toEqual({ ...config, name: 's' });
  });

  it('takes a configuration back as it showed it, and stores the values it had', async () => {
    await put();
    const { config: shown } = await herder.connectorInfo('s');
    await herder.putConnector({ name: 's', config: { ...shown, topics: 'a,b' }, allowReplace: true });
    expect(await stored()).toEqual({ ...config, topics: 'a,b', name: 's' });
  });

  it('stores a new secret', async () => {
    await put();
    expect((await put({ pin: '314159', 'db.password': '[hidden]' })).info.config).toEqual(masked);
    expect(await stored()).toMatchObject({ pin: '314159', 'db.password': 's3cr3t' });
  });

  it('refuses a mask for which nothing is stored', async () => {
    await expect(put({ pin: '[hidden]' })).rejects.toMatchObject({
      name: 'BadRequestError',
      message:
        'The value of pin is [hidden], but none is stored that this could stand for; write the value itself',
    });
    await put();
    await expect(put({ 'new.password': '[hidden]' })).rejects.toThrow(
      'The value of new.password is [hidden]',
    );
    expect(await stored()).toEqual({ ...config, name: 's' });
  });

  it('stores the text of the mask under a key that holds no secret', async () => {
    await put({ mode: '[hidden]' });
    expect(await stored()).toHaveProperty('mode', '[hidden]');
  });

  it('leaves the stored value where a patch holds the mask, and shows none', async () => {
    await put();
    const patch = { pin: '[hidden]', 'db.password': 'n3w-s3cr3t', topics: 'a,b', 'empty.password': null };
    const { 'empty.password': _removed, ...shown } = masked;
    expect((await herder.patchConnectorConfig('s', patch)).config).toEqual({ ...shown, topics: 'a,b' });
    expect(await stored()).toMatchObject({ pin: '271828', 'db.password': 'n3w-s3cr3t', topics: 'a,b' });
    expect(await stored()).not.toHaveProperty('empty.password');
    await expect(herder.patchConnectorConfig('s', { 'new.password': '[hidden]' })).rejects.toThrow(
      'The value of new.password is [hidden], but none is stored',
    );
    await expect(herder.patchConnectorConfig('s', { 'tasks.max': 'n3w-s3cr3t' })).rejects.toThrow(
      'Invalid value [hidden] for configuration tasks.max',
    );
  });

  it('refuses a patch that would have a secret shown by the keys of another plugin', async () => {
    await put();
    const other = { 'connector.class': 'TestSource', topic: 't', topics: null };
    await expect(herder.patchConnectorConfig('s', other)).rejects.toThrow('The values of pin are secrets');
    await expect(herder.patchConnectorConfig('s', { ...other, pin: '[hidden]' })).rejects.toThrow(
      'The values of pin are secrets',
    );
    const info = await herder.patchConnectorConfig('s', { ...other, pin: null });
    expect(info).toMatchObject({ type: 'source', config: { 'db.password': '[hidden]' } });
    expect(await stored()).toMatchObject({ 'db.password': 's3cr3t' });
  });

  it('hides a secret that a connector copied into its task under another name', async () => {
    await worker.put({ 'task.does': 'idle hands', 'db.password': 'idle hands' });
    expect(await worker.herder.taskInfos('c')).toMatchObject([{ config: { 'task.does': 'idle hands' } }]);
    expect(await herder.taskInfos('c')).toMatchObject([{ config: { 'task.does': '[hidden]' } }]);
  });

  it('validates what the masks stand for, and does not show it', async () => {
    await put();
    const infos = await herder.validateConfig({ ...masked, name: 's', 'tasks.max': 's3cr3t' });
    const valueOf = (key: string): unknown => infos.configs.find(({ value }) => value?.name === key)?.value;
    expect(valueOf('pin')).toMatchObject({ value: '[hidden]', errors: [] });
    expect(valueOf('tasks.max')).toMatchObject({
      errors: [
        'Invalid value [hidden] for configuration tasks.max: Not a number of type INT',
        'Invalid value null for configuration tasks.max: Value must be non-null',
      ],
    });
    await expect(put({ 'tasks.max': 's3cr3t' })).rejects.toThrow(
      'Invalid value [hidden] for configuration tasks.max',
    );
  });

  it('has checked what the masks stand for, and does not show it', async () => {
    await put();
    const check = await herder.checkConnector({ ...masked, name: 's', 'tasks.max': 's3cr3t' });
    expect(check).toMatchObject({ isGood: false, findings: null });
    expect(JSON.stringify(check)).not.toContain('s3cr3t');
    expect(await herder.checkConnector({ ...masked, name: 's' })).toMatchObject({ isGood: true });
  });

  it('does everything else as the herder behind it', async () => {
    await put();
    expect(await herder.connectors()).toEqual(['s']);
    await herder.pauseConnector('s');
    await expect.poll(async () => (await herder.connectorStatus('s')).connector.state).toBe('PAUSED');
    await herder.resumeConnector('s');
    await expect
      .poll(async () => (await herder.taskStatus({ connector: 's', task: 0 })).state)
      .toBe('RUNNING');
    await herder.restartConnector('s');
    await herder.restartTask({ connector: 's', task: 0 });
    await herder.restartConnectorAndTasks({ connector: 's', includeTasks: true, onlyFailed: false });
    await herder.stopConnector('s');
    await expect.poll(async () => (await herder.connectorStatus('s')).connector.state).toBe('STOPPED');
    await herder.deleteConnector('s');
    expect(await worker.herder.connectors()).toEqual([]);
    expect(herder.serverInfo()).toEqual(worker.herder.serverInfo());
    expect(herder.isReady).toBe(false);
    await herder.ping();
    expect(await herder.plugins({ connectorsOnly: true })).toHaveLength(2);
    expect(await herder.pluginConfig('TestSink')).toContainEqual(expect.objectContaining({ name: 'pin' }));
  });
});
