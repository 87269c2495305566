// The channel as people would see it in Discord, newest first. Rendered here, without the app.

import type { TakenEmbed } from '../discord/check-message';
import type { ChannelMessage } from '../discord/start-discord';
import { escapeHtml, MAILBOX_CSS } from './mailbox-page';

/** The whole page. Texts are strangers' words: escaped, their Markdown shown as Discord shows it. */
export function discordPage(messages: readonly ChannelMessage[], webhookUrl: string | null): string {
  const list =
    messages.length === 0 ? '<p>Nothing was posted yet.</p>' : `<ol>${messages.map(messageItem).join('')}</ol>`;
  const address =
    webhookUrl === null
      ? '<p>The webhook of this channel was deleted.</p>'
      : `<p>Webhook address, to be pasted in the app under Account and settings, Discord:</p><p class="webhook"><code>${escapeHtml(webhookUrl)}</code></p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Discord channel</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/discord.css">
<script src="/discord.js" defer></script>
</head>
<body>
<header><h1># fleet</h1><p>In the cloud these messages would be posted to Discord. On this computer they stay here.</p></header>
<section aria-label="Webhook">${address}</section>
<main aria-live="polite">${list}</main>
</body>
</html>
`;
}

function messageItem(message: ChannelMessage): string {
  const posted = new Date(message.postedAt);
  const warning = message.mayMention ? '<p class="warning">This message may ping people.</p>' : '';
  return `<li id="m${escapeHtml(message.id)}"><article>
<p class="about"><b>Fleetlight</b> <time datetime="${posted.toISOString()}">${posted.toLocaleString('en-GB')}</time></p>
${warning}${message.content === '' ? '' : `<p>${markdown(message.content)}</p>`}
${message.embeds.map(embedBlock).join('')}</article></li>`;
}

function embedBlock({ title, url, description, color, fields, footer }: TakenEmbed): string {
  const edge = `#${color.toString(16).padStart(6, '0')}`;
  const safe = url !== null && /^https?:\/\//.test(url) ? url : null;
  const heading = safe ? `<a href="${escapeHtml(safe)}">${markdown(title)}</a>` : markdown(title);
  const rows = fields.map(({ name, value }) => `<div><dt>${markdown(name)}</dt><dd>${markdown(value)}</dd></div>`);
  return `<section class="embed"><svg class="edge" viewBox="0 0 4 100" preserveAspectRatio="none" aria-hidden="true"><rect width="4" height="100" fill="${edge}"/></svg>
<h2>${heading}</h2>
${description === '' ? '' : `<p class="description">${markdown(description)}</p>`}
${rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>`}
${footer === '' ? '' : `<p class="about">${escapeHtml(footer)}</p>`}</section>`;
}

// Links, moments and escapes: what the product's messages hold of Markdown.
const TOKEN = /\\([^\w\s])|<t:(-?\d{1,12})(?::([fR]))?>|\[((?:\\.|[^\]\\])*)\]\((https?:\/\/[^\s)]+)\)/g;

/** Returns Markdown as HTML; everything that is no token is escaped text. */
export function markdown(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    html += escapeHtml(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, escaped, seconds, style, label, url] = match;
    if (escaped !== undefined) html += escapeHtml(escaped);
    else if (seconds !== undefined) html += moment(Number(seconds), style);
    else html += `<a href="${escapeHtml(url ?? '')}">${markdown(label ?? '')}</a>`;
  }
  return html + escapeHtml(text.slice(from));
}

function moment(seconds: number, style: string | undefined): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return '?';
  // The page's script makes ages of those that are marked.
  return `<time datetime="${at.toISOString()}"${style === 'R' ? ' data-age' : ''}>${at.toLocaleString('en-GB')}</time>`;
}

export const DISCORD_CSS = `${MAILBOX_CSS}
.webhook code { overflow-wrap: anywhere; user-select: all; font: 0.875rem/1.4 ui-monospace, monospace; }
.embed { position: relative; margin: 0.5rem 0 0; padding: 0.75rem 1rem 0.75rem 1.25rem; background: var(--paper);
  border-radius: 0.25rem; overflow: hidden; }
.edge { position: absolute; inset: 0 auto 0 0; width: 4px; height: 100%; }
.description { margin: 0.5rem 0 0; white-space: pre-line; overflow-wrap: anywhere; }
dl { margin: 0.5rem 0 0; display: grid; gap: 0.5rem; } dt { font-weight: 600; font-size: 0.875rem; }
dd { margin: 0; overflow-wrap: anywhere; } .warning { font-weight: 600; }
a { color: light-dark(#0b57d0, #8ab4f8); }
`;

/** Keeps ages current and replaces the list when a message arrives. */
export const DISCORD_SCRIPT = `const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
function writeAges() {
  for (const time of document.querySelectorAll('time[data-age]')) {
    const seconds = Math.round((new Date(time.dateTime) - Date.now()) / 1000);
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
    time.textContent = words.format(Math.round(seconds / size), unit);
  }
}
writeAges();
setInterval(writeAges, 10_000);
const events = new EventSource('/discord/events');
events.onmessage = async () => {
  const page = new DOMParser().parseFromString(await (await fetch('/discord')).text(), 'text/html');
  for (const part of ['main', 'section[aria-label=Webhook]']) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  writeAges();
};
`;
