// Which names things and a gateway's children may have, and how the one is told from the other.

const THING_NAME = /^[A-Za-z0-9:_-]{1,128}$/;
const CHILD_ID = /^[A-Za-z0-9:_.-]{1,64}$/;

/** Says whether IoT Core's registry would accept this name for a thing (CreateThing: 1-128 of `a-zA-Z0-9:_-`). */
export function isThingName(name: string): boolean {
  return THING_NAME.test(name);
}

/** Says whether a gateway may use this id for one of its children: 1-64 of `A-Za-z0-9:_.-`. */
export function isChildId(id: string): boolean {
  return CHILD_ID.test(id);
}

/**
 * Returns the key of a gateway's child, `<plantId>/<deviceId>`. A thing's name cannot contain `/`, so no device can take
 * a child's key by its own name.
 */
export function childThingName(plantId: string, deviceId: string): string {
  return `${plantId}/${deviceId}`;
}

/** Returns the thing that speaks for `thingName` when that is a gateway's child, otherwise null. */
export function gatewayOf(thingName: string): string | null {
  const slash = thingName.indexOf('/');
  return slash > 0 ? thingName.slice(0, slash) : null;
}
