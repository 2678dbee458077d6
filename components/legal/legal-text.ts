/** A paragraph, or a list of points. */
type Passage = string | string[];

export type LegalText = {
  title: string;
  lead: string;
  sections: { title: string; body: Passage[] }[];
};
