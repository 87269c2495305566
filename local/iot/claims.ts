// What the local IoT Core supports of the template. A resource type or property that stands in no list of claims stops the
// start of the local cloud.
import type { ResourceClaim } from '../assembly/resource-claim';

export const IOT_CLAIMS: ResourceClaim[] = [
  {
    type: 'AWS::IoT::Policy',
    properties: ['PolicyDocument', 'PolicyName'],
    ignored: { Tags: 'Nothing on a laptop is billed or found by tag.' },
  },
];
