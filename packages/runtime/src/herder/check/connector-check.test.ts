import type { CheckFinding } from '@sluice/connect-api';
import { BadRequestError, ConnectError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { SystemCheck } from '../../task-host/system-check.ts';
import { checkConnector, type CheckParts } from './connector-check.ts';

const passed: CheckFinding = { subject: 'server', outcome: 'passed', message: 'reached' };
const warning: CheckFinding = { subject: 'clock', outcome: 'warning', message: 'a minute late' };
const failed: CheckFinding = { subject: 'table t', outcome: 'failed', message: 'it is not there' };

function parts(errors: number, answer: CheckParts['host']['checkSystem']): CheckParts {
  const infos = { name: 'C', error_count: errors, groups: [], configs: [] };
  return { validator: { validate: () => Promise.resolve(infos) }, host: { checkSystem: answer } };
}

describe('a dry run', () => {
  it.each([
    [[passed, warning], true],
    [[passed, failed], false],
    [null, true],
  ])('that finds %j is good: %s', async (findings, isGood) => {
    const check = await checkConnector(
      { name: 'c' },
      parts(0, () => Promise.resolve(findings)),
    );
    expect(check).toMatchObject({ isGood, findings });
  });

  it('does not look at the other system with a configuration that is wrong', async () => {
    const check = await checkConnector(
      { name: 'c' },
      parts(1, () => Promise.reject(new Error('asked'))),
    );
    expect(check).toMatchObject({ isGood: false, findings: null, configInfos: { error_count: 1 } });
  });

  it('asks without the keys that have no value', async () => {
    const asked: SystemCheck[] = [];
    const host = (check: SystemCheck): Promise<null> => {
      asked.push(check);
      return Promise.resolve(null);
    };
    await checkConnector({ 'connector.class': 'C', file: null }, parts(0, host));
    expect(asked).toEqual([{ name: 'C', config: { 'connector.class': 'C' }, timeoutMs: 30_000 }]);
  });

  it('has found what the check ends with', async () => {
    const late = new ConnectError('too late', { code: 'CHECK_TIMED_OUT' });
    expect(
      await checkConnector(
        {},
        parts(0, () => Promise.reject(late)),
      ),
    ).toMatchObject({
      isGood: false,
      findings: [{ outcome: 'failed', message: 'too late' }],
    });
    const broken = parts(0, () => Promise.reject(new TypeError('a defect')));
    await expect(checkConnector({}, broken)).rejects.toThrow('a defect');
  });

  it('is refused where there is no class', async () => {
    const host = { checkSystem: () => Promise.resolve(null) };
    const validator = { validate: () => Promise.reject(new BadRequestError('no class')) };
    await expect(checkConnector({}, { validator, host })).rejects.toThrow('no class');
  });
});
