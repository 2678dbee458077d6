/** The usage of the command that is running. */
export const usage: string;
