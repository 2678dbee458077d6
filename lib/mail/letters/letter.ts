/** A letter's content before layout: HTML and plain text are two views of it. */
export type Letter = {
  subject: string;
  title: string;
  /** Paragraphs; a mail client's list shows the first one beside the subject. */
  lead: string[];
  /** What the shopper acts on, such as an account to deposit into; set apart from the rest. */
  boxed: Line[];
  items: { name: string; count: string; amount: string }[];
  lines: Line[];
  /** The button: its label and where it leads. */
  action: { label: string; path: string };
};

export type Line = {
  label: string;
  value: string;
  strong?: boolean;
  /** Whether the value is sentences, which stand below their label. */
  long?: boolean;
  /** A page of somebody else's that the value leads to, such as a courier's. */
  href?: string;
};
