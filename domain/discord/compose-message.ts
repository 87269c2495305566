// What the channel reads: one embed per transition, or one digest per site when there are many.
import { DISCORD_LIMITS, type DiscordEmbed, type DiscordMessage } from './discord-limits';
import { inWords, plainText, timestamp, truncate } from './discord-text';
import type { Telling, ToldTransition } from './telling';

/** What a message is composed with. */
export interface MessageContext {
  /** Where the app is, for links; null leaves links out. */
  appUrl: string | null;
  /** A sentence below the last embed, e.g. that the news waited for the end of quiet hours; null for none. */
  footnote: string | null;
}

/** More than this become digests. Embeds of the longest names still fit together. */
const MOST_SINGLE = 4;
const SHOWN_IN_DIGEST = 10;
const NAME = 100;
const REASON = 200;
const FOOTNOTE = 200;

const COLORS: Record<ToldTransition, number> = { offline: 0xc62828, stale: 0xb26a00, online: 0x2e7d32 };
const ORDER: readonly ToldTransition[] = ['offline', 'stale', 'online'];
const HAPPENED: Record<ToldTransition, string> = {
  offline: 'went offline',
  stale: 'fell silent',
  online: 'back online',
};

/** Composes one message for at least one telling. It keeps every limit of Discord, whatever things and sites are called. */
export function composeMessage(tellings: readonly Telling[], context: MessageContext): DiscordMessage {
  const embeds =
    tellings.length <= MOST_SINGLE
      ? tellings.map((telling) => singleEmbed(telling, context))
      : digestEmbeds(tellings, context);
  const last = embeds.at(-1);
  if (last && context.footnote) last.footer = { text: truncate(context.footnote, FOOTNOTE) };
  return { embeds, allowed_mentions: { parse: [] } };
}

/** Composes the message by which an admin tries the channel. */
export function composeTest(askedAtMs: number, appUrl: string | null): DiscordMessage {
  const embed: DiscordEmbed = {
    title: 'Fleetlight can write to this channel',
    description: `This is the test that an admin asked for ${timestamp(askedAtMs, 'R')}.`,
    color: COLORS.online,
    ...(appUrl ? { url: `${appUrl}/settings/discord` } : {}),
  };
  return { embeds: [embed], allowed_mentions: { parse: [] } };
}

function singleEmbed(telling: Telling, { appUrl }: MessageContext): DiscordEmbed {
  const { transition, thingName, name, site, since, reason, downMs, children } = telling;
  const is = transition === 'online' ? 'is ' : '';
  const fields = [
    ...(name === null ? [] : [{ name: 'Device', value: plainText(thingName, NAME * 2), inline: true }]),
    { name: 'Site', value: site ? plainText(site, NAME) : 'none', inline: true },
    { name: 'Since', value: `${timestamp(since, 'f')} (${timestamp(since, 'R')})` },
    ...(downMs === null ? [] : [{ name: 'Was away for', value: inWords(downMs), inline: true }]),
    ...(transition === 'online'
      ? []
      : [{ name: 'Why', value: reason === '' ? 'no reason was given' : plainText(reason, REASON) }]),
    ...(children === 0 ? [] : [{ name: 'Speaks for', value: `at least ${counted(children)}`, inline: true }]),
  ];
  return {
    title: truncate(`${labelOf(telling)} ${is}${HAPPENED[transition]}`, DISCORD_LIMITS.title),
    ...(appUrl ? { url: deviceUrl(appUrl, thingName) } : {}),
    color: COLORS[transition],
    fields,
  };
}

function digestEmbeds(tellings: readonly Telling[], context: MessageContext): DiscordEmbed[] {
  const groups = new Map<string, Telling[]>();
  for (const telling of tellings) {
    const key = JSON.stringify([telling.transition, telling.site]);
    groups.set(key, [...(groups.get(key) ?? []), telling]);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => ORDER.indexOf(transitionOf(a)) - ORDER.indexOf(transitionOf(b)) || b.length - a.length,
  );
  const shown = sorted.length > DISCORD_LIMITS.embeds ? sorted.slice(0, DISCORD_LIMITS.embeds - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const budget = Math.floor((DISCORD_LIMITS.everything - FOOTNOTE) / (shown.length + 1));
  const embeds = shown.map((group) => groupEmbed(group, context, Math.min(budget, DISCORD_LIMITS.description)));
  if (rest.length > 0) embeds.push(restEmbed(rest, budget));
  return embeds;
}

function groupEmbed(group: readonly Telling[], { appUrl }: MessageContext, budget: number): DiscordEmbed {
  const [first] = group;
  const transition = transitionOf(group);
  const where = first?.site ? `of site ${plainText(first.site, NAME)}` : 'without a site';
  const title = truncate(
    `${counted(group.length)} ${where} ${happenedTo(transition, group.length)}`,
    DISCORD_LIMITS.title,
  );
  const children = group.reduce((sum, telling) => sum + telling.children, 0);
  const end = children > 0 ? `\nThey speak for at least ${counted(children)} more.` : '';
  const lines: string[] = [];
  // The longest `and N more` is kept free.
  let left = budget - title.length - end.length - 24;
  for (const telling of [...group].sort((a, b) => a.since - b.since).slice(0, SHOWN_IN_DIGEST)) {
    const line = `• ${linked(telling, appUrl)} ${timestamp(telling.since, 'R')}${detailOf(telling)}`;
    if (line.length + 1 > left) break;
    lines.push(line);
    left -= line.length + 1;
  }
  const more = group.length - lines.length;
  if (more > 0) lines.push(lines.length > 0 ? `and ${more} more` : `${more} in all`);
  return { title, description: `${lines.join('\n')}${end}`, color: COLORS[transition] };
}

function restEmbed(groups: readonly Telling[][], budget: number): DiscordEmbed {
  const counts = ORDER.flatMap((transition) => {
    const count = groups.filter((group) => transitionOf(group) === transition).flat().length;
    return count === 0 ? [] : [`${counted(count)} ${happenedTo(transition, count)}`];
  });
  const total = groups.flat().length;
  const sites = new Set(groups.map((group) => group[0]?.site ?? null)).size;
  const worst = groups[0] ?? [];
  return {
    title: `${counted(total)} more, at ${sites} other ${sites === 1 ? 'site' : 'sites'}`,
    description: truncate(counts.join('\n'), budget - 60),
    color: COLORS[transitionOf(worst)],
  };
}

function detailOf({ reason, downMs }: Telling): string {
  if (downMs !== null) return `, after ${inWords(downMs)}`;
  return reason === '' ? '' : `, ${plainText(reason, 60)}`;
}

const transitionOf = (group: readonly Telling[]): ToldTransition => group[0]?.transition ?? 'offline';
const counted = (count: number) => `${count} ${count === 1 ? 'device' : 'devices'}`;
const labelOf = ({ name, thingName }: Telling) => plainText(name || thingName, NAME);

function happenedTo(transition: ToldTransition, count: number): string {
  if (transition !== 'online') return HAPPENED[transition];
  return count === 1 ? 'is back online' : 'are back online';
}

function linked(telling: Telling, appUrl: string | null): string {
  return appUrl ? `[${labelOf(telling)}](${deviceUrl(appUrl, telling.thingName)})` : labelOf(telling);
}

// A parenthesis would end a Markdown link.
function deviceUrl(appUrl: string, thingName: string): string {
  const part = encodeURIComponent(thingName.replace(/\p{Surrogate}/gu, '')).replace(
    /[()'!*~]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `${appUrl}/devices/${part}`;
}
