import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** How long a key is kept in memory, in milliseconds: a rotated key is known everywhere after that. */
const KEPT = 5 * 60_000;

/**
 * The keys that sign links: the current one, then the one before it, whose links work until the next rotation.
 * @param now milliseconds since 1970
 */
export function secretLinkKeys(secretId: string, now: () => number, client = new SecretsManagerClient({})) {
  let kept: { keys: [string, ...string[]]; until: number } | undefined;

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

  return async (): Promise<[string, ...string[]]> => {
    if (kept && kept.until > now()) return kept.keys;
    const [current, previous] = await Promise.all([version('AWSCURRENT'), version('AWSPREVIOUS')]);
    if (!current) throw new Error('The secret that signs links is empty.');
    kept = { keys: previous ? [current, previous] : [current], until: now() + KEPT };
    return kept.keys;
  };
}

export type LinkKeys = ReturnType<typeof secretLinkKeys>;
