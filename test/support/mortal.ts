/** How long a process lives: so many calls to its ports, and the last one just not made, or made and not heard of. */
export interface Life {
  readonly calls: number;
  readonly end: "before" | "after";
}

/** The lives of processes that die at each of their first calls, before and after it is made. */
export function everyLife(calls: number): readonly Life[] {
  return Array.from({ length: calls }, (_, made) => [
    { calls: made, end: "before" as const },
    { calls: made, end: "after" as const },
  ]).flat();
}

/** Those of them that leave something else behind: a death before a call leaves what one after the call before it has left. */
export function everyDeath(calls: number): readonly Life[] {
  return everyLife(calls).filter(({ end }) => end === "after");
}

type Port = Readonly<Record<string, unknown>>;

/** The same ports for a process that dies: from its end on every call throws, and none has an effect. */
export function mortal<Ports extends Readonly<Record<string, object>>>(ports: Ports, life: Life): Ports {
  let calls = 0;

  function live(method: (...args: readonly unknown[]) => unknown) {
    return async (...args: readonly unknown[]) => {
      calls += 1;
      if (calls <= life.calls) return method(...args);
      if (calls === life.calls + 1 && life.end === "after") await method(...args);
      throw new Error("the process has died");
    };
  }

  const mortals = Object.entries(ports).map(([name, port]) => [
    name,
    Object.fromEntries(
      Object.entries(port as Port).map(([method, does]) => [
        method,
        typeof does === "function" ? live(does as (...args: readonly unknown[]) => unknown) : does,
      ]),
    ),
  ]);
  return Object.fromEntries(mortals) as Ports;
}
