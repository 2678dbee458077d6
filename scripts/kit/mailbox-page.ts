import type { Kept } from "./mailbox";

/** A page of stored letters, rendered as they look. Their links work, but scripts do not run. */
export const mailboxPage = (kept: Kept[]) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Emails</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
  details { border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
  summary { padding: 0.75rem 0; cursor: pointer; }
  summary span { display: block; opacity: 0.7; font-size: 0.9em; }
  iframe { width: 100%; height: 60rem; border: 0; border-radius: 12px; }
  pre { white-space: pre-wrap; padding: 0 0 1rem; }
</style>
<h1>Letters</h1>
${kept.map(entryOf).join("\n")}
</html>
`;

const entryOf = ({ file, at, email }: Kept, index: number) => `<details${index === 0 ? " open" : ""}>
<summary>${escaped(email.subject ?? "")}
<span>${escaped(`${email.to?.[0]?.address ?? ""} · ${at.toLocaleString("sv-SE")} · ${file}`)}</span></summary>
<iframe title="${escaped(email.subject ?? "")}" sandbox="allow-popups" srcdoc="${escaped(email.html ?? "")}"></iframe>
<details><summary>As plain text</summary><pre>${escaped(email.text ?? "")}</pre></details>
</details>`;

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
