declare module 'asl-validator' {
  interface Verdict {
    isValid: boolean;
    errors: { 'Error code': string; Message: string }[];
  }
  /** Writes its defaults into the definition: hand it a copy. */
  export default function validate(
    definition: object,
    options?: { checkPaths?: boolean; checkArn?: boolean },
  ): Verdict;
}
