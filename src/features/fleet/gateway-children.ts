// Which devices each gateway speaks for.

// `inverter-2` before `inverter-10`.
const byName = new Intl.Collator('en', { numeric: true }).compare;
const NONE: readonly string[] = [];

/** Makes an empty record of gateways and their devices. */
export function createGatewayChildren() {
  const known = new Map<string, { names: Set<string>; listed: readonly string[] | null }>();

  return {
    /** Returns whether the device is new there. */
    add(gateway: string, thingName: string): boolean {
      const children = known.get(gateway) ?? { names: new Set(), listed: null };
      if (children.names.has(thingName)) return false;
      children.names.add(thingName);
      children.listed = null;
      known.set(gateway, children);
      return true;
    },

    /** Returns whether the device was there. */
    remove(gateway: string, thingName: string): boolean {
      const children = known.get(gateway);
      if (!children?.names.delete(thingName)) return false;
      children.listed = null;
      return true;
    },

    /** Returns the gateway's devices by name; the same list until one comes or goes. */
    of(gateway: string): readonly string[] {
      const children = known.get(gateway);
      if (!children) return NONE;
      children.listed ??= [...children.names].sort(byName);
      return children.listed;
    },
  };
}
