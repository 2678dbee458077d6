/** How often a list is read again, and how long nobody must have touched it before, in milliseconds. */
const every_ms = 60_000;
export const quiet_ms = 5_000;

/**
 * For how long a list is read again after somebody was last there, in milliseconds. Each read counts as use of the
 * session, so a list that was left open must stop, or the session would never end.
 */
const attended_ms = 10 * 60_000;

/** What a list knows about itself, its times in milliseconds since 1970. */
type Watched = {
  readAt: number;
  /** When somebody last touched the page. */
  touchedAt: number;
  /** When somebody last touched the page or came to it. */
  attendedAt: number;
  hidden: boolean;
  /** Whether a dialog is open. */
  asking: boolean;
};

/** Whether a list is to be read again now. */
export const isDue = ({ readAt, touchedAt, attendedAt, hidden, asking }: Watched, now: number) =>
  !hidden &&
  !asking &&
  now - touchedAt >= quiet_ms &&
  now - readAt >= every_ms &&
  now - attendedAt < attended_ms;
