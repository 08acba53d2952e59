import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateEmailIdentityCommand,
  PutAccountDetailsCommand,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import {
  CreateActivityCommand,
  DeleteActivityCommand,
  ListActivitiesCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { Failure } from './failure.ts';
import { unless } from './users.ts';

/**
 * Makes the activity that reviews wait on, anew: MiniStack keeps the activity over a restart, but not its queue,
 * and then every review fails.
 * @returns its ARN
 */
export async function renewActivity(workflows: SFNClient, name: string): Promise<string> {
  const { activities = [] } = await workflows.send(new ListActivitiesCommand({}));
  const old = activities.find((one) => one.name === name);
  if (old) await workflows.send(new DeleteActivityCommand({ activityArn: old.activityArn }));
  const { activityArn } = await workflows.send(new CreateActivityCommand({ name }));
  if (!activityArn) throw new Error(`CreateActivity gave no ARN for ${name}`);
  return activityArn;
}

/** Makes addresses known to SES, which refuses senders that it does not know. */
export async function verifyAddresses(mail: SESv2Client, addresses: readonly string[]): Promise<void> {
  await Promise.all(
    [...new Set(addresses)].map((EmailIdentity) =>
      mail.send(new CreateEmailIdentityCommand({ EmailIdentity })).catch(unless('AlreadyExistsException')),
    ),
  );
}

/**
 * Puts SES into its sandbox, where it takes mail to addresses alone that it knows, or out of it.
 * https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
 */
export async function sandboxMail(mail: SESv2Client, ProductionAccessEnabled: boolean): Promise<void> {
  await mail.send(
    new PutAccountDetailsCommand({
      MailType: 'TRANSACTIONAL',
      WebsiteURL: 'https://contactsheet.example',
      ProductionAccessEnabled,
    }),
  );
}

/** Lets the sweep look at everything at once. */
export async function sweepEverything(
  functions: LambdaClient,
  FunctionName: string,
  abortSignal?: AbortSignal,
): Promise<void> {
  const Payload = JSON.stringify({ everything: true });
  const answer = await functions.send(
    new InvokeCommand({ FunctionName, Payload }),
    abortSignal ? { abortSignal } : {},
  );
  if (answer.FunctionError)
    throw new Failure(`The sweep failed: ${Buffer.from(answer.Payload ?? []).toString()}`);
}

/**
 * Asks once as somebody signed in. MiniStack's authorizer then fetches its keys, for two hours;
 * fetched in a burst they may come too late, and a good token is answered with 401.
 */
export async function warmAuthorizer(url: string, token: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await fetch(`${url}/images?limit=1`, { headers: { authorization: `Bearer ${token}` } });
    await answer.body?.cancel();
    if (answer.status !== 401) return;
  }
}
