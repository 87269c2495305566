// What taking a device away needs of the registry, the broker and the tables. Every step may be repeated: what is gone
// already is fine.

/** IoT Core's registry. A principal is a certificate's ARN, or the id of an identity. */
export interface Registry {
  /** The principals attached to a thing; none when there is no such thing. */
  principalsOf(thingName: string): Promise<string[]>;
  /** The things that a principal is attached to. */
  thingsOf(principal: string): Promise<string[]>;
  deactivate(certificateId: string): Promise<void>;
  policiesOf(principal: string): Promise<string[]>;
  detachPolicy(policyName: string, principal: string): Promise<void>;
  detachPrincipal(thingName: string, principal: string): Promise<void>;
  deleteCertificate(certificateId: string): Promise<void>;
  deleteThing(thingName: string): Promise<void>;
}

/** IoT Core's broker. */
export interface Connections {
  /** Ends the thing's connection, forgets its session and withholds its last will; content when it has none. */
  end(thingName: string): Promise<void>;
}

/** The rows that a thing has in the tables of devices, newest states, presences and outages that were told. */
export interface DeviceRows {
  /** Returns those of the things whose connection is open as far as their presence tells, whose end is still to come. */
  thoughtConnected(thingNames: readonly string[]): Promise<string[]>;
  delete(thingName: string): Promise<void>;
  /** Takes a child from what its gateway's row notes. */
  forgetChild(gateway: string, thingName: string): Promise<void>;
}
