/**
 * Shortens a text to at most `longest` UTF-16 units, cutting between graphemes and appending an ellipsis. Only for text
 * that is displayed, such as a product name; typed text is rejected instead.
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
