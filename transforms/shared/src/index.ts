export { JavaPattern, patternValidator } from './regex/java-pattern.ts';
export { renameMatching } from './regex/rename-matching.ts';
export { Replacement } from './regex/replacement.ts';
