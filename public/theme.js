// Sets the chosen theme before the first paint. A file of its own, because the Content-Security-Policy allows no inline
// script. Keep the key and the values in step with src/ui/theme-choice.ts.
(() => {
  try {
    const choice = localStorage.getItem('fleetlight.theme');
    if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
  } catch {
    // Storage may be forbidden; the system's theme is then the right one.
  }
})();
