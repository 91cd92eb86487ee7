/** What a task has counted since it started. */
export class LogCounters {
  lines = 0;
  bytes = 0;
  mismatches = 0;
  tooLong = 0;
}
