// How long the client's tokens live, by its TokenValidityUnits.
import type { TemplateValue } from '../read-template';

export interface TokenLifetimes {
  accessSeconds: number;
  idSeconds: number;
  refreshSeconds: number;
}

const SECONDS: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Reads the lifetimes with CloudFormation's defaults: an hour, an hour, thirty days. */
export function readTokenLifetimes(client: TemplateValue): TokenLifetimes {
  const seconds = (token: 'AccessToken' | 'IdToken' | 'RefreshToken', value: number, unit: string) => {
    const units = client.at('TokenValidityUnits').at(token);
    const factor = SECONDS[units.text(unit)] ?? units.refuse('must be seconds, minutes, hours or days.');
    return client.at(`${token}Validity`).number(value) * factor;
  };
  return {
    accessSeconds: seconds('AccessToken', 1, 'hours'),
    idSeconds: seconds('IdToken', 1, 'hours'),
    refreshSeconds: seconds('RefreshToken', 30, 'days'),
  };
}
