// Turns a thing that merely reports into a registered device.
import { type FormEvent, useState } from 'react';
import type { Device } from '../../../domain/devices/device';
import { inWords } from '../../cloud/cloud-error';
import { registerDevice } from '../../cloud/device-registry';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';

interface RegisterFormProps {
  thingName: string;
  onRegistered: (device: Device) => void;
  /** True while the link is lost. */
  disabled: boolean;
}

/** Asks for name, site, type and tags. */
export function RegisterForm({ thingName, onRegistered, disabled }: RegisterFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '').trim();
    const tags = field('tags')
      .split(',')
      .map((tag) => tag.trim());
    setBusy(true);
    setFailure(null);
    try {
      onRegistered(
        await registerDevice({
          thingName,
          name: field('name'),
          site: field('site'),
          type: field('type'),
          tags: [...new Set(tags.filter(Boolean))],
        }),
      );
    } catch (thrown) {
      setFailure(thrown);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-sm text-ink-soft">
        It reports, but nobody has described it yet. Registered, it has a name that people know and a place to be found.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" name="name" required maxLength={128} autoComplete="off" />
        <TextField label="Site" name="site" maxLength={128} autoComplete="off" />
        <TextField label="Type" name="type" maxLength={64} autoComplete="off" />
        <TextField label="Tags" name="tags" maxLength={256} autoComplete="off" hint="Separated by commas" />
      </div>
      {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
      <Button type="submit" look="primary" busy={busy} disabled={disabled} className="self-start">
        {busy ? 'Registering…' : 'Register this device'}
      </Button>
    </form>
  );
}
