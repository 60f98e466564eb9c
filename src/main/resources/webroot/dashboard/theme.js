// Before the first paint, so that nothing flashes: the theme that was chosen here, or the system's.
(() => {
  const chosen = localStorage.getItem("sluice.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
