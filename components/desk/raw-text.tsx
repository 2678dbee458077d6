/** Text as it is, line by line. A scrollable area must be reachable by keyboard. */
export const RawText = ({ id, children }: { id?: string; children: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: as said above
  <pre id={id} tabIndex={0} className="mt-3 max-h-[32rem] overflow-auto rounded-xl bg-ground p-4 text-sm">
    {children}
  </pre>
);
