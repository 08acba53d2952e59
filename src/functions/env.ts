import * as z from 'zod';

/**
 * The variables that a function is configured with.
 * @throws ZodError naming each that is missing or wrong, when the function starts
 */
export function readEnv<S extends z.ZodRawShape>(shape: S): z.output<z.ZodObject<S>> {
  return z.object(shape).parse(process.env);
}
