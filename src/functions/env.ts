import * as z from 'zod';

/**
 * The variables that a function is configured with.
 * @throws ZodError naming each that is missing or wrong, when the function starts
 */
export function readEnv<S extends z.ZodRawShape>(shape: S): z.output<z.ZodObject<S>> {
  return z.object(shape).parse(process.env);
}

/** The variables for a process of a function's own that calls nobody: all but the function's credentials and region. */
export function envWithoutRights(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
}
