import { groupsOf, sortedKeys } from './compose-definitions.ts';
import type { ConfigDefinition } from './config-definition.ts';
import type { ConfigKey } from './config-key.ts';
import { formatConfigValue } from './values/value-text.ts';

const header = ['Key', 'Type', 'Default', 'Valid values', 'Importance', 'Description'];

/**
 * The documentation of a definition in Markdown: a table of its keys, and one more under a heading for each group.
 * @param headingLevel - of the headings of groups; 3 by default.
 */
export function renderConfigMarkdown(definition: ConfigDefinition, headingLevel = 3): string {
  const sections = [null, ...groupsOf(definition)].map((group) => {
    const keys = sortedKeys(definition).filter(([, key]) => key.group === group);
    if (keys.length === 0) return null;
    const heading = group === null ? '' : `${'#'.repeat(headingLevel)} ${group}\n\n`;
    return heading + renderTable(keys);
  });
  return sections.filter((section) => section !== null).join('\n');
}

function renderTable(keys: readonly (readonly [string, ConfigKey])[]): string {
  const rows = keys.map(([name, key]) => [
    `\`${name}\``,
    key.type.toLowerCase(),
    renderDefault(key),
    escapeCell(key.validator?.describe(key.type) ?? ''),
    key.importance,
    escapeCell(key.doc),
  ]);
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function renderDefault({ hasDefault, type, defaultValue }: ConfigKey): string {
  if (!hasDefault) return '(required)';
  const text = formatConfigValue(type, defaultValue);
  if (text === null) return '';
  return text === '' ? '(empty)' : `\`${escapeCell(text)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}
