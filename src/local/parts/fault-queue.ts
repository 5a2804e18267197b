/** The faults that a stand-in still has to meet, in the order asked for. */
export class FaultQueue<Fault extends { readonly times: number }> {
  #faults: readonly Fault[] = [];

  add(fault: Fault): void {
    this.#faults = [...this.#faults, fault];
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first fault that is for this call, if any; it has then one time less to go. */
  take(isForThisCall: (fault: Fault) => boolean = () => true): Fault | undefined {
    const fault = this.#faults.find(isForThisCall);
    this.#faults = this.#faults.flatMap((other) => {
      if (other !== fault) return [other];
      return other.times > 1 ? [{ ...other, times: other.times - 1 }] : [];
    });
    return fault;
  }
}
