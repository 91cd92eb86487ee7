import type { ConfigIssue } from '@sluice/connect-api';
import type { SourceSettings } from '../config/source-settings.ts';

/** What is wrong with a configuration by itself. */
export function configIssues(settings: SourceSettings): readonly ConfigIssue[] {
  return [
    ...queryIssues(settings),
    ...listIssues(settings),
    ...columnIssues(settings),
    ...patternIssues(settings),
  ];
}

function queryIssues({ query, tables, mode, columns }: SourceSettings): readonly ConfigIssue[] {
  if (query === null) return [];
  const issues: ConfigIssue[] = [];
  if (tables.included.length > 0 || tables.includePatterns.length > 0) {
    issues.push({
      key: 'query',
      message: 'A query is read instead of tables: leave out either it or the lists of tables',
    });
  }
  if (mode.includes('incrementing') && columns.incrementing === '') {
    issues.push({
      key: 'incrementing.column.name',
      message: 'With a query, the column that only grows must be named',
    });
  }
  return issues;
}

function listIssues({ tables }: SourceSettings): readonly ConfigIssue[] {
  const { included, excluded, includePatterns, excludePatterns } = tables;
  const issues: ConfigIssue[] = [];
  if (included.length > 0 && excluded.length > 0) {
    const message = 'table.whitelist and table.blacklist cannot be used together';
    issues.push({ key: 'table.whitelist', message }, { key: 'table.blacklist', message });
  }
  if (
    (included.length > 0 || excluded.length > 0) &&
    (includePatterns.length > 0 || excludePatterns.length > 0)
  ) {
    const message = 'Lists of names and lists of regular expressions cannot be used together';
    issues.push({ key: includePatterns.length > 0 ? 'table.include.list' : 'table.exclude.list', message });
  }
  return issues;
}

function columnIssues({ mode, columns }: SourceSettings): readonly ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const { timestamps, timestampMapping, incrementing, incrementingMapping } = columns;
  if (mode.startsWith('timestamp') && timestamps.length === 0 && timestampMapping.length === 0) {
    issues.push({
      key: 'timestamp.column.name',
      message: `The mode ${mode} needs to know the timestamp columns`,
    });
  }
  if (timestamps.length > 0 && timestampMapping.length > 0) {
    const message = 'timestamp.column.name and timestamp.columns.mapping cannot be used together';
    issues.push({ key: 'timestamp.columns.mapping', message });
  }
  if (incrementing !== '' && incrementingMapping.length > 0) {
    const message = 'incrementing.column.name and incrementing.column.mapping cannot be used together';
    issues.push({ key: 'incrementing.column.mapping', message });
  }
  return issues;
}

function patternIssues({ tables, columns }: SourceSettings): readonly ConfigIssue[] {
  return [
    ...badPatterns('table.include.list', tables.includePatterns),
    ...badPatterns('table.exclude.list', tables.excludePatterns),
    ...badMappings('timestamp.columns.mapping', columns.timestampMapping),
    ...badMappings('incrementing.column.mapping', columns.incrementingMapping),
  ];
}

function badMappings(key: string, entries: readonly string[]): readonly ConfigIssue[] {
  const malformed = entries.filter((entry) => entry.lastIndexOf(':') <= 0);
  if (malformed.length > 0) {
    const message = `An entry has a regular expression for tables, a colon and columns, unlike ${malformed.join(', ')}`;
    return [{ key, message }];
  }
  return badPatterns(
    key,
    entries.map((entry) => entry.slice(0, entry.lastIndexOf(':'))),
  );
}

function badPatterns(key: string, patterns: readonly string[]): readonly ConfigIssue[] {
  return patterns.flatMap((pattern) => {
    const problem = problemOfPattern(pattern);
    return problem === null ? [] : [{ key, message: `${pattern} is no regular expression: ${problem}` }];
  });
}

function problemOfPattern(pattern: string): string | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su').source === '' ? 'it is empty' : null;
  } catch (error) {
    return String(error);
  }
}
