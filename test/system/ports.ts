const { TEST_PORT, TEST_AWS_PORT } = process.env;

/** Where a stack of the tests' own listens: its front, and its local AWS. */
export interface Ports {
  port: number;
  awsPort: number;
}

/**
 * The ports of the tests' stack, or as many above them for a second one; `TEST_PORT` and `TEST_AWS_PORT` move them all.
 */
export function testPorts(above = 0): Ports {
  return { port: Number(TEST_PORT || 3900) + above, awsPort: Number(TEST_AWS_PORT || 4900) + above };
}
