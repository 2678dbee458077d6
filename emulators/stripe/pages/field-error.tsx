/** @jsxImportSource hono/jsx */

/** A field's error message. Always rendered, so that screen readers announce changes. */
export function FieldError({ id, message }: { id: string; message: string | null | undefined }) {
  return (
    <span id={id} class="field-error" role="alert">
      {message}
    </span>
  );
}
