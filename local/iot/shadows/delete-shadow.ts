// Removing a shadow. "Deleting a shadow does not reset its version number to 0" (AWS IoT Core: Device Shadow REST API).
import type { Shadow } from './shadow-document';
import { noShadow, type ShadowRefusal } from './shadow-refusal';

/** Returns what is left of the shadow, its version, and the body of `delete/accepted`, or why there is none to remove. */
export function deleteShadow(
  shadow: Shadow | undefined,
  name: string,
  clientToken: string | undefined,
  nowMs: number,
): { ok: true; shadow: Shadow; accepted: object } | { ok: false; refusal: ShadowRefusal } {
  if (!shadow || shadow.isDeleted) return { ok: false, refusal: noShadow(name) };
  const { version } = shadow;
  return {
    ok: true,
    shadow: { state: {}, metadata: {}, version, isDeleted: true },
    accepted: {
      version,
      timestamp: Math.floor(nowMs / 1000),
      ...(clientToken === undefined ? {} : { clientToken }),
    },
  };
}
