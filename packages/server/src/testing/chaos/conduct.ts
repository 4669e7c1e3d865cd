/** What was seen that must never be, whatever is broken; kept until the checker asks. */
export class Conduct {
  readonly violations: string[] = [];
  /** Texts that a tenant may not receive, by tenant: those that stand in the data of the others. */
  readonly #foreign = new Map<string, string[]>();
  bytesSearched = 0;

  keepApart(birds: ReadonlyMap<string, string>): void {
    for (const tenant of birds.keys()) {
      this.#foreign.set(
        tenant,
        [...birds].filter(([other]) => other !== tenant).map(([, bird]) => bird),
      );
    }
  }

  violate(what: string): void {
    this.violations.push(what);
  }

  /** I-11: nothing that a tenant is sent may hold what belongs to another. */
  received(tenant: string, text: string, where: string): void {
    this.bytesSearched += text.length;
    for (const bird of this.#foreign.get(tenant) ?? []) {
      if (text.includes(bird)) this.violate(`I-11: ${where} sent to ${tenant} holds ${bird}`);
    }
  }
}
