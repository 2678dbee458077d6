/** @jsxImportSource hono/jsx */

/** The order at the start of a line, if there is one. */
export function OrderOf({ orderId }: { orderId: string | null }) {
  return orderId ? (
    <>
      <code>{orderId}</code> ·{" "}
    </>
  ) : null;
}
