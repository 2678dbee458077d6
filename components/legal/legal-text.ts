/** A paragraph, or a list of points. */
export type Passage = string | string[];

export type LegalText = {
  title: string;
  lead: Passage[];
  sections: { title: string; body: Passage[] }[];
};
