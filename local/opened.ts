/** What has been opened, to be closed in the reverse order when the service stops or its start fails. */
export class Opened {
  readonly #closers: (() => Promise<void> | void)[] = [];

  /** Remembers how to close something. */
  add(close: () => Promise<void> | void): void {
    this.#closers.push(close);
  }

  /** Closes all, whatever fails, and then says what failed first. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
