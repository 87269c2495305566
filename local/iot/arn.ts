// The names by which policies and permissions speak of IoT resources.
import { ACCOUNT_ID, REGION } from '../assembly/assembly';

export type IotResourceType = 'client' | 'topic' | 'topicfilter' | 'thing' | 'cert' | 'policy';

/** Returns the ARN of one IoT resource of the local account: `arn:aws:iot:<region>:<account>:<type>/<name>`. */
export function iotArn(type: IotResourceType, name: string): string {
  return `arn:aws:iot:${REGION}:${ACCOUNT_ID}:${type}/${name}`;
}
