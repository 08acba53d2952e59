import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** How long the keys are kept in memory, in milliseconds; who needs them newer says so. */
const KEPT = 5 * 60_000;

/**
 * The keys that sign links: the current one, then the one before it, whose links work until the next rotation.
 * @param now milliseconds since 1970
 * @returns asks for keys that were read at most so many milliseconds ago
 */
export function secretLinkKeys(secretId: string, now: () => number, client = new SecretsManagerClient({})) {
  let kept: { keys: [string, ...string[]]; at: number } | undefined;

  async function version(VersionStage: string): Promise<string | undefined> {
    try {
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: secretId, VersionStage }),
      );
      return SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  return async (notOlder = KEPT): Promise<[string, ...string[]]> => {
    if (kept && now() - kept.at < notOlder) return kept.keys;
    const at = now();
    const [current, previous] = await Promise.all([version('AWSCURRENT'), version('AWSPREVIOUS')]);
    if (!current) throw new Error('The secret that signs links is empty.');
    kept = { keys: previous ? [current, previous] : [current], at };
    return kept.keys;
  };
}

export type LinkKeys = ReturnType<typeof secretLinkKeys>;
