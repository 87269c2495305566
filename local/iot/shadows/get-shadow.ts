// Reading a shadow.
import { deltaOf, type Shadow } from './shadow-document';
import { noShadow, type ShadowRefusal } from './shadow-refusal';

/** Returns the body of `get/accepted`: the whole shadow with what is still to be done as `delta`, or why there is none. */
export function getShadow(
  shadow: Shadow | undefined,
  name: string,
  clientToken: string | undefined,
  nowMs: number,
): { ok: true; accepted: object } | { ok: false; refusal: ShadowRefusal } {
  if (!shadow || shadow.isDeleted) return { ok: false, refusal: noShadow(name) };
  const delta = deltaOf(shadow);
  return {
    ok: true,
    accepted: {
      state: { ...shadow.state, ...(delta ? { delta: delta.state } : {}) },
      metadata: shadow.metadata,
      version: shadow.version,
      timestamp: Math.floor(nowMs / 1000),
      ...(clientToken === undefined ? {} : { clientToken }),
    },
  };
}
