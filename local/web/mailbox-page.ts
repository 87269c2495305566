// The mailbox page: what AWS would have sent by e-mail, newest first. Rendered here, without the app.
import type { Mail } from '../cognito/mail/mailbox';

const REPLACEMENTS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand anywhere in HTML, also in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REPLACEMENTS[character] ?? '');
}

/** The whole page. Addresses, subjects and bodies are strangers' words and are escaped. */
export function mailboxPage(mails: readonly Mail[]): string {
  const list =
    mails.length === 0
      ? '<p>No mail yet. Codes for signing up and for a new password arrive here.</p>'
      : `<ol>${mails.map(mailItem).join('')}</ol>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/mailbox.css">
<script src="/mailbox.js" defer></script>
</head>
<body>
<header><h1>Mailbox</h1><p>In the cloud these mails would be sent. On this computer they stay here.</p></header>
<main aria-live="polite">${list}</main>
</body>
</html>
`;
}

function mailItem(mail: Mail): string {
  const sent = new Date(mail.sentAt);
  const code = mail.code === null ? '' : `<p class="code"><code>${escapeHtml(mail.code)}</code></p>`;
  return `<li id="${escapeHtml(mail.id)}"><article>
<h2>${escapeHtml(mail.subject)}</h2>
<p class="about">To ${escapeHtml(mail.to)}, <time datetime="${sent.toISOString()}">${sent.toLocaleString('en-GB')}</time></p>
${code}<p class="body">${escapeHtml(mail.body)}</p>
</article></li>`;
}

export const MAILBOX_CSS = `:root { color-scheme: light dark; --ink: light-dark(#1b2230, #e6e9f0); --soft: light-dark(#566074, #a3adc2);
  --paper: light-dark(#f6f7f9, #12161f); --card: light-dark(#fff, #1b2130); --line: light-dark(#dde1e9, #2e374b); }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; } h2 { margin: 0; font-size: 1rem; }
header p, .about, .body { margin: 0.25rem 0 0; color: var(--soft); overflow-wrap: anywhere; white-space: pre-line; }
ol { margin: 1.5rem 0 0; padding: 0; list-style: none; display: grid; gap: 0.75rem; }
article { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
.code { margin: 0.5rem 0; } .code code { font: 600 1.75rem/1.2 ui-monospace, monospace; letter-spacing: 0.15em; }
`;

/** Replaces the list when a mail arrives; the page moves nowhere and nothing that did not change is read out again. */
export const MAILBOX_SCRIPT = `const events = new EventSource('/mailbox/events');
events.onmessage = async () => {
  const page = new DOMParser().parseFromString(await (await fetch('/mailbox')).text(), 'text/html');
  document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
};
`;
