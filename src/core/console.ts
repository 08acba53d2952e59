/** What the console is told by the page that loads it. */
export interface ConsoleConfig {
  signIn: {
    /** Where Cognito's pages and its token endpoint are, without a slash at its end. */
    url: string;
    /** Who signs the tokens, as they name it. */
    issuer: string;
    client: string;
    scopes: readonly string[];
  };
  /** What may be sent: media types, and bytes at most. */
  takes: { types: readonly string[]; bytes: number };
}
