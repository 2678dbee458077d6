/** In which order, how often and how late the events of one act are sent. */
export type SendingOrder = {
  order: "recorded" | "shuffled";
  /** How many extra times each event is delivered. */
  duplicates: number;
  delay_ms: number;
};

export const asRecorded: SendingOrder = { order: "recorded", duplicates: 0, delay_ms: 0 };

/** Shuffles into a different order, if there is one. */
export function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled = items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
  const moved = shuffled.some((item, index) => item !== items[index]);
  return moved ? shuffled : [...shuffled.slice(1), ...shuffled.slice(0, 1)];
}
