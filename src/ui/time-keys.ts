// What the keys do on a time axis.

/** An action on the crosshair or on what is shown. */
export type TimeKeyAction =
  | { kind: 'step' | 'leap' | 'edge'; direction: -1 | 1 }
  | { kind: 'zoom'; factor: number }
  | { kind: 'mark' }
  | { kind: 'leave' };

/** Returns what a key means, by its `KeyboardEvent.key`; null for a key that means nothing here. */
export function keyAction(key: string, shift: boolean): TimeKeyAction | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return { kind: shift ? 'leap' : 'step', direction: -1 };
    case 'ArrowRight':
    case 'ArrowUp':
      return { kind: shift ? 'leap' : 'step', direction: 1 };
    case 'PageDown':
      return { kind: 'leap', direction: -1 };
    case 'PageUp':
      return { kind: 'leap', direction: 1 };
    case 'Home':
      return { kind: 'edge', direction: -1 };
    case 'End':
      return { kind: 'edge', direction: 1 };
    case '+':
    case '=':
      return { kind: 'zoom', factor: 0.5 };
    case '-':
    case '−':
      return { kind: 'zoom', factor: 2 };
    case 'Enter':
      return { kind: 'mark' };
    case 'Escape':
      return { kind: 'leave' };
    default:
      return null;
  }
}
