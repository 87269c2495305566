// Light, dark or as the system says. public/theme.js applies the remembered choice before the first paint.
import { createStore } from 'zustand/vanilla';
import { recall, remember } from './remembered';

export type ThemeChoice = 'system' | 'light' | 'dark';

function isThemeChoice(text: string | null): text is ThemeChoice {
  return text === 'system' || text === 'light' || text === 'dark';
}

const remembered = recall('theme');

/** The theme in force. Change it with `chooseTheme`. */
export const themeChoice = createStore<{ theme: ThemeChoice }>(() => ({
  theme: isThemeChoice(remembered) ? remembered : 'system',
}));

/** Applies a theme at once and remembers it for the next visit. */
export function chooseTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  remember('theme', theme);
  themeChoice.setState({ theme });
}
