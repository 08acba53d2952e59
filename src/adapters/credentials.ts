import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's chain of providers in every bundle: Lambda hands a function its role's credentials in its
 * environment, and the rest of the chain (profiles, SSO, instance metadata) would be 100 KB that never runs.
 */
export const defaultProvider = () => fromEnv();
