import { describe, expect, it } from 'vitest';
import { findExample } from './example-connectors.ts';
import { welcome } from './welcome.ts';

const facts = {
  bootstrapServers: '127.0.0.1:9092',
  restUrl: 'http://127.0.0.1:8083/',
  logFile: '/d/sluice.log',
  startMs: 400,
};

describe('what sluice dev prints', () => {
  it('says where Kafka, the REST API and the log are', () => {
    const text = welcome({ ...facts, example: null });
    expect(text).toContain('127.0.0.1:9092');
    expect(text).toContain('http://127.0.0.1:8083/connectors?expand=status');
    expect(text).toContain('/d/sluice.log');
    expect(text).not.toContain('example');
  });

  it('says where to see the example at work', () => {
    const text = welcome({ ...facts, example: findExample('/d') });
    expect(text).toContain('machine-logs, machine-metrics');
    expect(text).toContain('/d/files');
    expect(text).toContain(
      "DatabaseSync)('/d/machine.db', { readOnly: true }).prepare('SELECT series, value",
    );
  });
});
