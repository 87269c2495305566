// Ends the demonstration: takes every simulated device away.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { inWords } from '../../cloud/cloud-error';
import { removeDevices } from '../../cloud/device-registry';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Notice } from '../../ui/notice';

interface RemoveSimulatedProps {
  count: number;
  /** Asked when it is confirmed, because the fleet goes on changing while the question is open. */
  thingNames: () => string[];
  /** Gets the names that are gone, part by part. */
  onRemoved: (thingNames: string[]) => void;
  /** True while the link is lost. */
  disabled: boolean;
}

/** A button with its question, its progress and its failure. */
export function RemoveSimulated({ count, thingNames, onRemoved, disabled }: RemoveSimulatedProps) {
  const [asking, setAsking] = useState(false);
  const [removed, setRemoved] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  async function remove() {
    setFailure(null);
    setRemoved(0);
    try {
      await removeDevices(thingNames(), (gone) => {
        setRemoved((before) => (before ?? 0) + gone.length);
        onRemoved(gone);
      });
      setAsking(false);
    } catch (thrown) {
      setFailure(thrown);
    } finally {
      setRemoved(null);
    }
  }

  return (
    <>
      <Button look="quiet" disabled={disabled} onClick={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        Remove simulated devices
      </Button>
      {asking && (
        <ConfirmDialog
          title="Remove the simulated devices?"
          confirm={removed === null ? 'Remove' : 'Removing…'}
          danger
          busy={removed !== null}
          onConfirm={() => void remove()}
          onCancel={() => {
            setAsking(false);
            setFailure(null);
          }}
        >
          <p>
            {count === 1 ? 'One device' : `${count} devices`} will be gone for good, with certificates and newest
            values; stored readings and events expire by themselves. Your own devices stay.
          </p>
          <p role="status">{removed === null ? '' : `${removed} removed so far.`}</p>
          {failure !== null && <Notice tone="bad">{inWords(failure)}</Notice>}
        </ConfirmDialog>
      )}
    </>
  );
}
