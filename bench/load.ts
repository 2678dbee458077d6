export type Figures = { perSecond: number; p50: number; p95: number; p99: number };

/** Runs `go` on all things with `inFlight` of them at a time, and times each one. */
export async function drive<T>(
  inFlight: number,
  things: T[],
  go: (thing: T) => Promise<unknown>,
): Promise<Figures> {
  const took: number[] = [];
  const left = things.values();
  const lane = async () => {
    for (const thing of left) {
      const begun = performance.now();
      await go(thing);
      took.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1_000;
  took.sort((a, b) => a - b);
  const share = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  return { perSecond: things.length / seconds, p50: share(0.5), p95: share(0.95), p99: share(0.99) };
}
