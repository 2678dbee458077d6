/**
 * A text of at most `longest` UTF-16 units: what is longer is cut between two signs as people count them, and ends with
 * an ellipsis. For what is only shown, such as a name of goods; what somebody typed is refused instead.
 */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
