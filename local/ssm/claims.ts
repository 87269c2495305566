// What the parameter store takes from the template.
import type { ResourceClaim } from '../assembly/resource-claim';

/** Parameters that the backend declares. */
export const SSM_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::SSM::Parameter',
    properties: ['Name', 'Type', 'Value'],
    ignored: { Description: 'For people.' },
  },
];
