/**
 * What a timer can wait at the most, about 24 days; one that is asked for more fires at once. Kafka's settings may
 * well ask for more.
 */
export const longestTimerMs = 2 ** 31 - 1;
