import { isConfigError, type ConfigIssue } from '@sluice/connect-api';
import { isTimeZone } from '../values/time-zone.ts';
import type { SinkSettings } from './sink-settings.ts';

/** The names of the keys that settings come from. */
export interface KeyNames {
  readonly keyMode: string;
  readonly keyFields: string;
  readonly timeZone: string;
}

/** What is wrong across keys. @param settingsOf - makes the settings; what it throws is among the problems. */
export function settingsIssues(settingsOf: () => SinkSettings, names: KeyNames): readonly ConfigIssue[] {
  let settings: SinkSettings;
  try {
    settings = settingsOf();
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return [{ key: error.key ?? 'connection.url', message: error.message }];
  }
  return [...keyIssues(settings, names), ...zoneIssues(settings, names)];
}

function keyIssues({ rows, insertMode }: SinkSettings, names: KeyNames): readonly ConfigIssue[] {
  const { keyMode, keyFields, deletes } = rows;
  const issues: ConfigIssue[] = [];
  if (insertMode !== 'insert' && keyMode === 'none') {
    issues.push({
      key: names.keyMode,
      message: `insert.mode=${insertMode} needs a key to find rows by: set ${names.keyMode} to kafka, record_key or record_value`,
    });
  }
  if (deletes === 'apply' && keyMode !== 'record_key') {
    issues.push({
      key: 'delete.enabled',
      message: `Deletes go by the key of the record: delete.enabled needs ${names.keyMode}=record_key`,
    });
  }
  if (keyMode === 'kafka' && keyFields.length !== 0 && keyFields.length !== 3) {
    issues.push({
      key: names.keyFields,
      message: `${names.keyMode}=kafka needs three columns, for topic, partition and offset, or none for names of its own; there are ${keyFields.length}`,
    });
  }
  return issues;
}

function zoneIssues({ connection }: SinkSettings, names: KeyNames): readonly ConfigIssue[] {
  if (isTimeZone(connection.timeZone)) return [];
  return [{ key: names.timeZone, message: `There is no time zone ${connection.timeZone}` }];
}
