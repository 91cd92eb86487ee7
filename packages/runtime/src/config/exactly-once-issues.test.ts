import { defineSourceConnector, int, validateConfig, type SourceConnectorPlugin } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { exactlyOnceIssues } from './exactly-once-issues.ts';
import { sourceKeys } from './keys/source-keys.ts';

function source(answers: Partial<SourceConnectorPlugin>): SourceConnectorPlugin {
  return {
    ...defineSourceConnector({
      className: 'org.example.Source',
      taskClassName: 'org.example.SourceTask',
      version: '1',
      summary: 'For this test.',
      config: { rows: int({ doc: 'Rows.', importance: 'low', default: 1 }) },
      createTask: () => ({ poll: () => null }),
    }),
    ...answers,
  };
}

function problems(
  answers: Partial<SourceConnectorPlugin>,
  given: Readonly<Record<string, string>>,
  isExactlyOnce = true,
): string[] {
  const values = validateConfig(sourceKeys, given);
  return exactlyOnceIssues(source(answers), values, { config: given, isExactlyOnce }).map(
    ({ key, message }) => `${key}: ${message}`,
  );
}

const required = { 'exactly.once.support': 'Required' };
const byConnector = { 'transaction.boundary': 'CONNECTOR' };
const supported: Partial<SourceConnectorPlugin> = { exactlyOnceSupport: () => 'SUPPORTED' };
const notTold =
  'exactly.once.support: The connector does not implement the API required for preflight validation of exactly-once source support. Please consult the documentation for the connector to determine whether it supports exactly-once semantics, and then consider reconfiguring the connector to use the value "requested" for this property (which will disable this preflight check and allow the connector to be created).';
const notEnabled = 'exactly.once.support: This worker does not have exactly-once source support enabled.';
const noBoundaries =
  'transaction.boundary: The connector does not support connector-defined transaction boundaries with the given configuration. Please reconfigure it to use a different transaction boundary definition.';

describe('a source that must deliver exactly once', () => {
  it('may, when the worker does and the connector says that it can', () => {
    expect(problems(supported, required)).toEqual([]);
  });

  it('may not on a worker that does not, nor when the connector cannot tell: both are said', () => {
    expect(problems({}, required, false)).toEqual([notEnabled, notTold]);
    expect(problems({ exactlyOnceSupport: () => null }, required)).toEqual([notTold]);
  });

  it('may not when the connector says that it cannot', () => {
    expect(problems({ exactlyOnceSupport: () => 'UNSUPPORTED' }, required)).toEqual([
      'exactly.once.support: The connector does not support exactly-once semantics with the provided configuration.',
    ]);
  });

  it.each([
    [new Error(' odd '), 'exactly.once.support: An unexpected error occurred during validation: odd'],
    [
      new Error(''),
      'exactly.once.support: An unexpected error occurred during validation; please see the worker logs for more details.',
    ],
  ])('may not when the connector fails to tell: %s', (error, message) => {
    const answers: Partial<SourceConnectorPlugin> = {
      exactlyOnceSupport: () => {
        throw error;
      },
    };
    expect(problems(answers, required)).toEqual([message]);
  });

  it('is not asked when it need not, or the setting is wrong already', () => {
    expect(problems({}, { 'exactly.once.support': 'requested' }, false)).toEqual([]);
    expect(problems({}, { 'exactly.once.support': 'perhaps' }, false)).toEqual([]);
  });
});

describe('a source whose tasks are to say when transactions end', () => {
  it('may when it can, on any worker', () => {
    expect(problems({ canDefineTransactionBoundaries: () => true }, byConnector, false)).toEqual([]);
  });

  it('may not when it cannot, or does not say', () => {
    expect(problems({ canDefineTransactionBoundaries: () => false }, byConnector)).toEqual([noBoundaries]);
    expect(problems({}, byConnector)).toEqual([noBoundaries]);
    const silent = { canDefineTransactionBoundaries: () => null as unknown as boolean };
    expect(problems(silent, byConnector)).toEqual([
      "transaction.boundary: This connector has returned a null value from its canDefineTransactionBoundaries method, which is not permitted. The connector will be treated as if it cannot define its own transaction boundaries, and cannot be configured with 'transaction.boundary' set to 'connector'.",
    ]);
  });

  it('is not asked otherwise', () => {
    expect(problems({}, { 'transaction.boundary': 'poll' })).toEqual([]);
  });
});
