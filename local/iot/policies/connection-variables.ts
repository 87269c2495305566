// The policy variables of one connection (AWS IoT Core policy variables: basic, thing, X.509 certificate).
import type { PolicyVariables } from './resource-pattern';

/** What is known of who connects. */
export interface ConnectionIdentity {
  clientId: string;
  sourceIp: string | null;
  /** The server name that the client asked for in TLS. */
  domainName: string | null;
  certificateId: string | null;
  /** `cognito-identity.amazonaws.com:sub` of a browser's identity. */
  cognitoIdentityId: string | null;
  /** The thing that bears the client id AND to which the certificate is attached. */
  thing: { thingName: string; attributes: Readonly<Record<string, string>> } | null;
}

const ATTRIBUTE = /^iot:Connection\.Thing\.Attributes\[(.+)\]$/;

/**
 * Returns the variables of a connection. Thing variables have a value only when the certificate is attached to the
 * thing whose name is the client id (AWS IoT Core: thing policy variables).
 */
export function connectionVariables(identity: ConnectionIdentity): PolicyVariables {
  const { thing } = identity;
  const values = new Map<string, string | null | undefined>([
    ['iot:ClientId', identity.clientId],
    ['iot:DomainName', identity.domainName],
    ['aws:SourceIp', identity.sourceIp],
    ['iot:CertificateId', identity.certificateId],
    ['cognito-identity.amazonaws.com:sub', identity.cognitoIdentityId],
    ['iot:Connection.Thing.IsAttached', String(thing !== null)],
    ['iot:Connection.Thing.ThingName', thing?.thingName],
  ]);
  return (name) => {
    const known = values.get(name);
    if (known !== undefined && known !== null) return known;
    const attribute = ATTRIBUTE.exec(name)?.[1];
    if (!thing || attribute === undefined) return undefined;
    return Object.hasOwn(thing.attributes, attribute) ? thing.attributes[attribute] : undefined;
  };
}
