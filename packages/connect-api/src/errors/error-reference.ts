import { errorCatalogue, type ErrorCode, type ErrorCodeEntry } from './error-catalogue.ts';
import { errorClasses } from './error-class.ts';

const introduction = `# Error codes

Every failure that Sluice explains has one of these codes. A code keeps its name and its meaning for ever; texts may
change. _Status_ is that of the REST answer, _exit_ the exit code of a command that ends with it, _class_ what a plugin
throws and the name that traces show, which is Java's.
`;

/** The reference of all error codes in Markdown, in alphabetical order. */
export function renderErrorReference(): string {
  const codes = (Object.keys(errorCatalogue) as ErrorCode[]).toSorted();
  return [introduction, ...codes.map((code) => renderCode(code, errorCatalogue[code]))].join('\n');
}

function renderCode(code: ErrorCode, entry: ErrorCodeEntry): string {
  const { errorClass, httpStatus, exitCode, explanation, remedy } = entry;
  const javaClassName = entry.javaClassName ?? errorClasses[errorClass].javaClassName;
  return `## ${code}

${explanation}

**What to do:** ${remedy}

Status ${httpStatus}, exit ${exitCode}, class \`${errorClass}\` (\`${javaClassName}\`).
`;
}
