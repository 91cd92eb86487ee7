import { BadRequestError } from '@sluice/connect-api';
import type { SubmittedConfig } from '@sluice/rest-api';

/**
 * The configuration with the name of its connector in it.
 * @throws BadRequestError when it holds another one.
 */
export function withConnectorName(name: string, config: SubmittedConfig): SubmittedConfig {
  const configured = Object.hasOwn(config, 'name') ? (config['name'] ?? name) : name;
  if (configured !== name) throw otherName(name, configured);
  return { ...config, name };
}

/** @throws BadRequestError when a patch would take the name from its connector, or give it another one. */
export function refuseRenaming(name: string, patch: SubmittedConfig): void {
  const patched = Object.hasOwn(patch, 'name') ? patch['name'] : name;
  if (patched !== name) throw otherName(name, String(patched));
}

function otherName(name: string, configured: string): BadRequestError {
  return new BadRequestError(
    `Connector name configuration (${configured}) doesn't match connector name in the URL (${name})`,
    { code: 'CONNECTOR_NAME_MISMATCH' },
  );
}

/** Without the blanks and control characters around it, as Java trims. */
export function trimName(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && name.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && name.charCodeAt(end - 1) <= 0x20) end -= 1;
  return name.slice(start, end);
}
