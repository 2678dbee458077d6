/** @jsxImportSource hono/jsx */

/** What is wrong with a field, beside it; always there, so that a screen reader hears it come. */
export function FieldError({ id, message }: { id: string; message: string | null | undefined }) {
  return (
    <span id={id} class="field-error" role="alert">
      {message}
    </span>
  );
}
