"use strict";
(() => {
  const form = document.querySelector("form");
  const text = form.querySelector("input[type=search]");
  const count = form.querySelector("output");
  const items = Array.from(document.querySelectorAll("article"), (article) => ({
    article,
    row: article.parentElement,
    words: article.textContent.toLowerCase(),
  }));

  function filter() {
    const severities = new Set();
    for (const box of form.querySelectorAll("input[name=severity]:checked")) severities.add(box.value);
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const impacts = Array.from(form.querySelectorAll("select"), (it) => [it.name, it.value]).filter((it) => it[1]);
    let shown = 0;
    for (const { article, row, words } of items) {
      const fits =
        severities.has(article.dataset.severity) &&
        wanted.every((word) => words.includes(word)) &&
        impacts.every(([name, grade]) => article.dataset[name] === grade);
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    count.textContent = shown + " of " + items.length + " shown";
  }

  function move(by) {
    const visible = items.filter((it) => !it.row.hidden).map((it) => it.article);
    if (visible.length === 0) return;
    const at = visible.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : visible.length - 1) : at + by;
    const article = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writes = event.target.matches("input[type=search], select");
    if (event.key === "Escape") {
      text.value = "";
      filter();
      if (writes) event.target.blur();
    } else if (!writes && event.key === "/") {
      event.preventDefault();
      text.focus();
    } else if (!writes && event.key === "j") {
      move(1);
    } else if (!writes && event.key === "k") {
      move(-1);
    }
  });
  form.hidden = false;
  document.querySelector(".keys").hidden = false;
  filter();
})();
