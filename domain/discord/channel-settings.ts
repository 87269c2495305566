// What the admins want the channel to be told. The webhook's address is a secret and not among it.
import { asRow, jsonField, numberField, textField } from '../rows/row-fields';
import { isTimeZone, type QuietHours, readQuietHours } from './quiet-hours';
import { TOLD_TRANSITIONS, type ToldTransition } from './telling';

/** There is one channel. */
export const CHANNEL_ID = 'discord';

/** The settings of the channel. */
export interface ChannelSettings {
  transitions: ToldTransition[];
  /** The sites that are told of; null for all, devices without a site among them. */
  sites: string[] | null;
  quiet: QuietHours | null;
  /** Until when (epoch ms) nothing is told of a device, by thing name. */
  mutes: Record<string, number>;
  /** Where the app is, for links to devices; null before it was ever opened by an admin. */
  appUrl: string | null;
}

export const DEFAULT_SETTINGS: ChannelSettings = {
  transitions: [...TOLD_TRANSITIONS],
  sites: null,
  quiet: null,
  mutes: {},
  appUrl: null,
};

const MOST_SITES = 500;
const MOST_MUTES = 500;
const LONGEST_MUTE_MS = 90 * 86_400_000;

/** Reads settings from a row of the table or the API. What is absent or unreadable has its default; never throws. */
export function parseChannelSettings(value: unknown): ChannelSettings {
  const row = asRow(value);
  if (!row) return DEFAULT_SETTINGS;
  const texts = (name: string) =>
    Array.isArray(row[name]) ? (row[name] as unknown[]).filter((text) => typeof text === 'string') : null;
  const transitions = texts('transitions');
  const mutes = jsonField(row, 'mutes') ?? {};
  return {
    transitions: transitions ? TOLD_TRANSITIONS.filter((each) => transitions.includes(each)) : [...TOLD_TRANSITIONS],
    sites: texts('sites'),
    quiet: readQuietHours(textField(row, 'quietFrom'), textField(row, 'quietUntil'), textField(row, 'timeZone')),
    mutes: Object.fromEntries(
      Object.keys(mutes).flatMap((name) => {
        const untilMs = numberField(mutes, name);
        return untilMs === null ? [] : [[name, untilMs]];
      }),
    ),
    appUrl: readAppUrl(textField(row, 'appUrl')),
  };
}

/** Why settings that somebody sent are refused, in a sentence for them; null when they are fine. */
export function settingsProblem(value: unknown, nowMs: number): string | null {
  const row = asRow(value) ?? {};
  const [from, until, zone] = [textField(row, 'quietFrom'), textField(row, 'quietUntil'), textField(row, 'timeZone')];
  if (from !== null || until !== null || zone !== null) {
    if (zone === null || !isTimeZone(zone)) return 'Quiet hours need a time zone such as Europe/Berlin.';
    if (!readQuietHours(from, until, zone))
      return 'Quiet hours run from one time of the day to another, as 22:00 to 07:00.';
  }
  const { sites, mutes } = parseChannelSettings(value);
  if (sites && sites.length > MOST_SITES) return `At most ${MOST_SITES} sites can be chosen.`;
  if (Object.keys(mutes).length > MOST_MUTES) return `At most ${MOST_MUTES} devices can be muted at once.`;
  if (Object.values(mutes).some((untilMs) => untilMs > nowMs + LONGEST_MUTE_MS)) {
    return 'A device can be muted for 90 days at most; for longer, put it into maintenance.';
  }
  return null;
}

/** Returns the origin of an http or https address, or null. */
function readAppUrl(text: string | null): string | null {
  const [origin] = /^https?:\/\/[a-z0-9.[\]:-]{1,253}(?=\/|$)/i.exec(text ?? '') ?? [];
  return origin ?? null;
}
