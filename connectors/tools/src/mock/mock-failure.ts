import { ConnectError, type ConnectorContext, type TaskContext } from '@sluice/connect-api';

/** Who is to fail. */
export type MockMode = 'connector-failure' | 'task-failure';

const defaultDelayMs = 15_000;

/**
 * After how long to fail, where the configuration asks for this failure; `null` where it does not.
 * @throws ConnectError when the delay is no number.
 */
export async function failureDelayMs(
  context: ConnectorContext | TaskContext,
  mode: MockMode,
): Promise<number | null> {
  const config = await context.configs();
  if (config['mock_mode'] !== mode) return null;
  const text = config['delay_ms'];
  if (text === undefined) return defaultDelayMs;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new ConnectError(`For input string: "${text}": delay_ms must be a number of milliseconds`, {
    javaClassName: 'java.lang.NumberFormatException',
  });
}

/** The failure that was asked for. */
export function mockFailure(mode: MockMode): ConnectError {
  return new ConnectError(`Failing because mock_mode is ${mode}`, {
    javaClassName: 'java.lang.RuntimeException',
  });
}
