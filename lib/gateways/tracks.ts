/** Gives back what was taken. */
type Release = () => void;

/** So many may work side by side, and so many more may wait for their turn, first come first served. */
export function newTracks({ connections, waiting }: { connections: number; waiting: number }) {
  let free = connections;
  const queue: (() => void)[] = [];

  const release = () => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    /** Undefined when there was no turn within `waitMs` milliseconds, or too many wait already. */
    take(waitMs: number): Promise<Release | undefined> | Release | undefined {
      if (free > 0) {
        free -= 1;
        return release;
      }
      if (queue.length >= waiting) return undefined;
      return new Promise((resolve) => {
        const mine = () => {
          clearTimeout(timer);
          resolve(release);
        };
        // A timer of the system's own, as the deadline of a request is: networks take real time.
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(mine), 1);
          resolve(undefined);
        }, waitMs);
        queue.push(mine);
      });
    },
  };
}
