/** Codes of sinks that write metrics. */
export const metricsCodes = {
  REMOTE_WRITE_REFUSED: {
    errorClass: 'DataError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Prometheus refused a sample for good: it is older than what it takes, comes after a later one of its series, has another value than the one of the same time, or labels that it does not take.',
    remedy:
      'The message has its answer. For samples that come late, set `out_of_order_time_window` in Prometheus. Where several topics or workers have the same series, give each labels of its own. With `errors.tolerance=all` the task goes on without such records.',
  },
  REMOTE_WRITE_UNAVAILABLE: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation:
      'Prometheus did not take metrics for as long as `retry.timeout.ms` allows: it cannot be reached, or is overloaded.',
    remedy:
      'The message has its last answer. Remove the cause, then restart the task: it goes on at the committed offsets. A restart policy does that by itself.',
  },
  REMOTE_WRITE_ACCESS_DENIED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'Prometheus, or what stands before it, does not know who writes, or does not let it write.',
    remedy:
      'Correct `basic.auth.user` and `basic.auth.password`, `bearer.token` or the certificate. Then restart the task.',
  },
  REMOTE_WRITE_REQUEST_FAILED: {
    errorClass: 'ConnectError',
    httpStatus: 500,
    exitCode: 1,
    explanation: 'A request of remote write was answered in a way that waiting does not help.',
    remedy:
      'The message has the answer. Start Prometheus with `--web.enable-remote-write-receiver`, and let `url` end with `/api/v1/write`. Then restart the task.',
  },
} as const;
