export const oneDayMs = 24 * 60 * 60 * 1000;
