/** What `make` makes of a value, made anew only when it is another one than the last. */
export function rebuiltFor<Value, Made>(make: (value: Value) => Made): (value: Value) => Made {
  let last: { readonly key: string; readonly made: Made } | undefined;
  return (value) => {
    const key = JSON.stringify([value]);
    if (last?.key !== key) last = { key, made: make(value) };
    return last.made;
  };
}
