/** The cookies of one client of one site. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  get isEmpty(): boolean {
    return this.#cookies.size === 0;
  }

  /** Value of the header `cookie`. */
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Takes what `set-cookie` says, without its attributes. */
  keep(given: string | readonly string[] | undefined = []): void {
    for (const cookie of [given].flat()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
  }
}
