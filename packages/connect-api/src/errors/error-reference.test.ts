import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from './error-catalogue.ts';
import { defaultCodes, errorClasses } from './error-class.ts';
import { renderErrorReference } from './error-reference.ts';

const published = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const documented = Array.from(published.matchAll(/^## (.+)$/gm), ([, code]) => code);

describe('the reference of error codes', () => {
  it('has a chapter for every code', () => {
    expect(Object.keys(errorCatalogue).filter((code) => !documented.includes(code))).toEqual([]);
  });

  it('has no chapter for anything else', () => {
    expect(documented.filter((code) => code === undefined || !(code in errorCatalogue))).toEqual([]);
  });

  it('is what the catalogue says', () => {
    expect(published).toBe(renderErrorReference());
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(errorCatalogue))(
    'explains %s in full sentences',
    (code, { explanation, remedy }) => {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(explanation).toMatch(/^[A-Z`].*\.$/);
      expect(remedy).toMatch(/^[A-Z`].*\.$/);
    },
  );

  it.each(Object.entries(errorCatalogue))('gives %s a status and an exit code of a failure', (_, entry) => {
    expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
    expect(entry.httpStatus).toBeLessThan(600);
    expect([1, 2, 3]).toContain(entry.exitCode);
  });

  it('has a default code for every class, and one of that class', () => {
    expect(Object.keys(defaultCodes)).toEqual(Object.keys(errorClasses));
    for (const [errorClass, code] of Object.entries(defaultCodes)) {
      expect(errorCatalogue[code].errorClass).toBe(errorClass);
    }
  });
});
