/** What a letter says, before it is laid out: the page and the plain text are two views of it. */
export type Letter = {
  subject: string;
  title: string;
  /** Paragraphs; the first is also what a list of mails shows beside the subject. */
  lead: string[];
  /** What the shopper acts on, such as an account to deposit into; set apart from the rest. */
  boxed: Line[];
  items: { name: string; count: string; amount: string }[];
  lines: Line[];
  /** The way on. */
  action: { label: string; path: string };
};

export type Line = { label: string; value: string; strong?: boolean };
