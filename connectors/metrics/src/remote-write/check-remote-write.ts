import type { CheckContext, CheckFinding } from '@sluice/connect-api';
import { formatAnswer, shown } from './delivery/patient-sender.ts';
import { RemoteClient, type RemoteAnswer } from './delivery/remote-client.ts';
import type { RemoteWriteConfig } from './remote-write-config.ts';

/** Sends a request without any samples: it is answered as others are, and changes nothing. */
export async function checkRemoteWrite(
  config: RemoteWriteConfig,
  { properties, signal }: CheckContext,
): Promise<readonly CheckFinding[]> {
  return [await lookAtServer(config, signal), ...lookAtConverter(properties)];
}

async function lookAtServer(config: RemoteWriteConfig, signal: AbortSignal): Promise<CheckFinding> {
  const subject = `remote write ${shown(config.url)}`;
  const client = await RemoteClient.open(config);
  try {
    return { subject, ...judge(await client.send(Buffer.alloc(0), signal)) };
  } catch (error) {
    const remedy = 'Correct url, or let this machine reach it; for TLS, name the certificates to trust.';
    return { subject, outcome: 'failed', message: `${(error as Error).message}.`, remedy, keys: ['url'] };
  } finally {
    client.close();
  }
}

function judge(answer: RemoteAnswer): Omit<CheckFinding, 'subject'> {
  const { status } = answer;
  const message = `It answered ${formatAnswer(answer)}.`;
  if (status >= 200 && status < 300) return { outcome: 'passed', message: 'It takes metrics.' };
  if (status === 401 || status === 403) {
    return {
      outcome: 'failed',
      message,
      remedy: 'Give a user and password, or a token, that it knows.',
      keys: ['basic.auth.user', 'basic.auth.password', 'bearer.token'],
    };
  }
  return {
    outcome: 'failed',
    message,
    remedy: 'Start Prometheus with --web.enable-remote-write-receiver, and let url end with /api/v1/write.',
    keys: ['url'],
  };
}

/** As in Java, JSON with schemas has no infinities and no NaN: where a number is due, such a text is read as 0. */
function lookAtConverter(properties: Readonly<Record<string, string>>): CheckFinding[] {
  const isJson = /(^|\.)Json(Converter)?$/.test(properties['value.converter'] ?? '');
  const enable = 'value.converter.schemas.enable';
  if (!isJson || properties[enable]?.toLowerCase() === 'false') return [];
  return [
    {
      subject: 'value.converter',
      outcome: 'warning',
      message: 'With schemas in JSON, NaN and the last bound of histograms (+Inf) are read as 0.',
      remedy: `${enable}=false, for those who write the topic, too`,
      keys: ['value.converter', enable],
    },
  ];
}
