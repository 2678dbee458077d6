/** @jsxImportSource hono/jsx */

/** A button that performs one action on one object. */
export function Act({
  kind,
  id,
  action,
  label,
}: {
  kind: "sessions" | "payments" | "refunds" | "disputes";
  id: string;
  action: string;
  label: string;
}) {
  return (
    <form method="post" action={`/control/${kind}/${id}/${action}`}>
      <button type="submit">{label}</button>
    </form>
  );
}
