import { availableParallelism } from 'node:os';
import { awsEndpoint, type Settings } from './settings.ts';

const DOMAIN = 'contactsheet.example';
export const SENDER = `pictures@${DOMAIN}`;

/** The template's parameters on this machine. */
export function localParameters(settings: Settings, activityArn: string): Record<string, string> {
  const url = `http://localhost:${settings.port}`;
  return {
    Stage: 'local',
    Architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    PublicBaseUrl: url,
    ConsoleOrigin: url,
    ReviewActivityArn: activityArn,
    ReviewerDomains: DOMAIN,
    SenderAddress: SENDER,
    RenderConcurrency: String(availableParallelism()),
    DigestQuietSeconds: '4',
    DigestMaxSeconds: '120',
    // A policy of seconds, as for trying out, is to show its reminders before it ends.
    DigestGatherSeconds: '5',
    AwsEndpointUrl: awsEndpoint(settings),
  };
}
