/** Releases the slot that was taken. */
type Release = () => void;

/** Limits parallel work to `connections`, with up to `waiting` more in a queue, first come, first served. */
export function newTracks({ connections, waiting }: { connections: number; waiting: number }) {
  let free = connections;
  const queue: (() => void)[] = [];

  const release = () => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    /** Undefined if no slot was free within `waitMs` milliseconds, or if the queue is full. */
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
        // A system timer, like a request's deadline: networks take real time.
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(mine), 1);
          resolve(undefined);
        }, waitMs);
        queue.push(mine);
      });
    },
  };
}
