import { readTemplate } from './template.ts';

/** An answer that the gateway itself gives, as the template words it. */
export interface GatewayAnswer {
  status: number;
  body: string;
}

/** What MiniStack and the front call the cases that the template has answers for. */
const cases: Readonly<Record<string, string>> = {
  UnauthorizedException: 'UNAUTHORIZED',
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
  AccessDeniedException: 'ACCESS_DENIED',
  LimitExceededException: 'THROTTLED',
  TooManyRequestsException: 'THROTTLED',
  RequestTooLargeException: 'REQUEST_TOO_LARGE',
};

/**
 * The template's own answers for what never reaches a function. MiniStack's CloudFormation drops them, so the front
 * gives them in its place.
 * @param root the project's folder
 * @returns the answer for a value of the header `x-amzn-errortype`, or undefined where the template has none
 */
export async function gatewayAnswers(
  root: string,
): Promise<(errorType: string) => GatewayAnswer | undefined> {
  const { Resources } = await readTemplate(root);
  const responses = Resources['Api']?.Properties?.GatewayResponses ?? {};
  return (errorType) => {
    const found = responses[cases[errorType] ?? ''];
    const body = found?.ResponseTemplates['application/json'];
    return found && body ? { status: Number(found.StatusCode), body } : undefined;
  };
}
