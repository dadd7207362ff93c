"use strict";
(() => {
  const form = document.getElementById("filters");
  const more = form.querySelector("button");
  const count = form.querySelector("output");
  const rows = [...document.querySelectorAll(".list tbody tr")].map((node) => ({ node, words: null }));
  const step = 100;
  let most = step;

  const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");
  const reads = (row, words) => {
    row.words ??= plain(row.node.firstElementChild.textContent);
    return row.words.includes(words);
  };
  const apply = () => {
    const words = plain(form.elements.words.value);
    let fitting = 0;
    for (const row of rows) {
      const fits = !words || reads(row, words);
      fitting += fits;
      const hidden = !fits || fitting > most;
      if (row.node.hidden !== hidden) row.node.hidden = hidden;
    }
    more.hidden = fitting <= most;
    const figure = (number) => number.toLocaleString(document.documentElement.lang);
    count.textContent = count.dataset.shown.replace("{shown}", figure(Math.min(fitting, most))).replace("{total}", figure(rows.length));
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    most = step;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(apply);
  });
  more.addEventListener("click", () => { most += step; apply(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = rows.length < 2;
  apply();
})();
