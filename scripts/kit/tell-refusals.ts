// Imported by commands of an operator, after `load-env`: a setting that is wrong or a database that is refused is told as a
// sentence; whatever else breaks is a fault of the program and has its stack.
const told = ["EnvError", "DatabaseRefused"];

process.on("uncaughtException", (error) => {
  console.error(refusalIn(error)?.message ?? error);
  process.exit(1);
});

/** A query that failed has the refusal as its cause. */
function refusalIn(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return told.includes(error.name) ? error : refusalIn(error.cause);
}
