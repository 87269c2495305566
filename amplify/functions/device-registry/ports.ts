// What taking a device away needs of the registry and the tables. Every step may be repeated: what is gone already is fine.

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

/** The rows that a thing has in the tables of devices, newest states, presences and outages that were told. */
export interface DeviceRows {
  delete(thingName: string): Promise<void>;
  /** Takes a child from what its gateway's row notes. */
  forgetChild(gateway: string, thingName: string): Promise<void>;
}
