// Runs before the first paint: the theme that was chosen, and that scripts run.
const chosen = localStorage.getItem("figway-theme");
if (chosen) document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add("js");
