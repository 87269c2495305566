// The measures that everything over one time axis shares, so that a moment stands at the same place in all of it.

/** Room for the values' axis on the left; on the right, for half of the last moment's label. CSS pixels. */
export const LANE = { left: 52, right: 28 } as const;
