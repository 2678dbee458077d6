/** Whether someone is watching, so that lines may be redrawn and colored. */
export const watched = Boolean(process.stdout.isTTY) && !process.env.CI;
export const colored = watched && !process.env.NO_COLOR;
const paint = (on, off) => (text) => (colored ? `\u001b[${on}m${text}\u001b[${off}m` : text);

export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
const green = paint(32, 39);
export const say = (text = "") => process.stdout.write(`${text}\n`);

// If the reader goes away (`npm start | head`), exit quietly, like other commands.
process.stdout.on("error", () => process.exit(0));

/** A problem the user can fix. Its message says how, so no stack is shown. */
export class Failure extends Error {}

/**
 * Runs one named step and prints a line for it: whether it succeeded, a note, and how long it took. The note is what
 * `work` returns; an error is shown below the line and rethrown.
 */
export async function step(name, work) {
  const begun = performance.now();
  const stopTicking = tick(name, begun);
  try {
    const note = await work();
    stopTicking();
    say(line(green("✓"), name, note ?? "", begun));
  } catch (error) {
    stopTicking();
    say(line(red("✗"), name, "", begun));
    explain(error);
    throw error;
  }
}

const explained = new WeakSet();

/** Prints an error once, however many callers report it. */
export function explain(error) {
  if (explained.has(error)) return;
  explained.add(error);
  say(error instanceof Failure ? indent(error.message) : indent(error.stack));
}

export const seconds = (begun) => `${((performance.now() - begun) / 1000).toFixed(1)} s`;

const line = (mark, name, note, begun) =>
  `  ${mark} ${name.padEnd(24)}${dim(seconds(begun).padStart(8))}   ${note}`.trimEnd();

const indent = (text) => text.trimEnd().replace(/^/gm, "      ");

/** The steps that are running, with their beginnings. */
const atWork = new Map();
let redrawing;

/** Redraws a line for the steps at work, so that a long step looks alive; in a log, prints one line for each instead. */
function tick(name, begun) {
  if (!watched) {
    const notice = setTimeout(() => say(`  · ${name}: running`), 5000);
    return () => clearTimeout(notice);
  }
  atWork.set(name, begun);
  redrawing ??= setInterval(draw, 200);
  draw();
  return () => {
    atWork.delete(name);
    process.stdout.write("\r\u001b[2K");
    if (atWork.size > 0) return;
    clearInterval(redrawing);
    redrawing = undefined;
  };
}

function draw() {
  const each = [...atWork].map(([name, begun]) => `${name.padEnd(24)}${dim(seconds(begun).padStart(8))}`);
  process.stdout.write(`\r\u001b[2K  ${dim("·")} ${each.join("   ")}`);
}
