/** The most characters an expression may have. */
export const maxLength = 20_000;

/** How many parts of an expression may be inside each other, so that no stack is too small for them. */
export const maxDepth = 100;

/** The most characters that the pattern of `matches` may have. */
export const maxPatternLength = 1000;

/** The most instructions that it may compile to, and so the most repetitions that it may count. */
export const maxPatternSize = 500;
