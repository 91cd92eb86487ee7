import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseJavaLevel } from './java-levels.ts';
import { loggerNames } from './logger-names.ts';
import { Loggers } from './loggers.ts';

const { sourceTask, sinkTask, producer } = loggerNames;
let loggers: Loggers;
beforeEach(() => {
  loggers = new Loggers('INFO');
});
const made = (name: string) => {
  const logger = pino({ level: 'info' }, { write: () => undefined });
  loggers.adopt(name, logger);
  return logger;
};

describe('the levels of loggers', () => {
  it('are those of root until they are set', () => {
    expect(loggers.get('root')).toEqual({ level: 'INFO', lastModifiedMs: null });
    expect(loggers.get(sinkTask)).toEqual({ level: 'INFO', lastModifiedMs: null });
    expect(loggers.get('org.apache.kafka.connect')).toBeUndefined();
  });

  it('are set for a logger and all below it, and only what changed is told', () => {
    expect(loggers.set(sinkTask, 'DEBUG', 7)).toEqual([sinkTask]);
    expect(loggers.set(sinkTask, 'DEBUG', 8)).toEqual([]);
    expect(loggers.get(sinkTask)).toEqual({ level: 'DEBUG', lastModifiedMs: 7 });
    const runtime = 'org.apache.kafka.connect.runtime';
    const changed = loggers.set(runtime, 'WARN', 9);
    expect(changed).toContain(runtime);
    expect(changed).toContain(sinkTask);
    expect(changed).not.toContain(producer);
    expect(loggers.set('root', 'WARN')).toContain(producer);
    expect(loggers.set('root', 'WARN')).toEqual([]);
  });

  it('do not reach names that only begin alike', () => {
    loggers.ensure('a.bc');
    expect(loggers.set('a.b', 'TRACE')).toEqual(['a.b']);
    expect(loggers.levelOf('a.b.c')).toBe('TRACE');
    expect(loggers.levelOf('a.bc')).toBe('INFO');
  });

  it('hold for loggers that are there and for those that come', () => {
    const before = made(sourceTask);
    loggers.set('org.apache.kafka', 'TRACE');
    expect(before.level).toBe('trace');
    expect(made('org.apache.kafka.new').level).toBe('trace');
    loggers.set('root', 'OFF');
    expect(before.level).toBe('silent');
    expect(made('other').level).toBe('silent');
  });

  it('are the same in a thread that begins later', () => {
    loggers.set('root', 'WARN');
    loggers.set('b', 'DEBUG');
    loggers.set('a.b', 'ERROR');
    const later = new Loggers('INFO');
    for (const { name, level } of loggers.settings) later.set(name, level);
    for (const name of ['root', 'a', 'a.b', 'a.b.c', 'b', sourceTask]) {
      expect([name, later.levelOf(name)]).toEqual([name, loggers.levelOf(name)]);
    }
  });

  it('are told to who asked to hear of them', () => {
    const heard: unknown[] = [];
    const end = loggers.onSet((setting) => heard.push(setting));
    loggers.set('a', 'DEBUG');
    end();
    loggers.set('a', 'INFO');
    expect(heard).toEqual([{ name: 'a', level: 'DEBUG' }]);
  });
});

describe('the name of a level', () => {
  it('may be in any letter case', () => {
    expect(['debug', 'Off', 'ALL', 'bogus', ''].map(parseJavaLevel)).toEqual([
      'DEBUG',
      'OFF',
      'ALL',
      null,
      null,
    ]);
  });
});
