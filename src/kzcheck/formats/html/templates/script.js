"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const none = document.getElementById("none");
  const count = form.querySelector("output");
  const cards = [...document.querySelectorAll(".card")].map((node) => ({
    node,
    kind: node.dataset.kind,
    records: (node.dataset.record || "").split(" "),
    links: (node.dataset.link || "").split(" "),
    details: node.querySelector(":scope > details"),
    wasOpen: node.querySelector(":scope > details[open]") !== null,
    findings: [...node.querySelectorAll(".finding")].map((one) => ({
      node: one, severity: one.dataset.severity, code: one.dataset.code,
    })),
    words: null,
  }));
  const byNode = new Map(cards.map((one) => [one.node, one]));
  const groups = [...document.querySelectorAll(".group")].map((node) => ({
    node, cards: [...node.querySelectorAll(".card")].map((one) => byNode.get(one)),
  }));

  const put = (node, hidden) => { if (node.hidden !== hidden) node.hidden = hidden; };
  const reads = (card, words) => {
    card.words ??= card.node.textContent.toLowerCase().replace(/\s+/g, " ");
    return card.words.includes(words);
  };

  let chose = false;

  const apply = () => {
    const chosen = new FormData(form);
    const severities = new Set(chosen.getAll("severity"));
    const all = form.querySelectorAll("[name=severity]").length;
    const code = chosen.get("code") || "";
    const record = chosen.get("record") || "";
    const link = chosen.get("link") || "";
    const words = (chosen.get("words") || "").trim().toLowerCase().replace(/\s+/g, " ");
    const choosing = severities.size < all || code !== "" || chosen.has("found");
    const shown = { claim: 0, reference: 0 };
    const total = { claim: 0, reference: 0 };
    for (const card of cards) {
      let found = 0;
      for (const one of card.findings) {
        const fits = severities.has(one.severity) && (!code || one.code === code);
        found += fits;
        put(one.node, !fits);
      }
      const fits = (!choosing || found > 0) && (!record || card.records.includes(record))
        && (!link || card.links.includes(link)) && (!words || reads(card, words));
      put(card.node, !fits);
      // What a reader has opened stays open, unless findings are chosen or were until now.
      const open = choosing ? fits : card.wasOpen;
      if (card.details && (choosing || chose) && card.details.open !== open) card.details.open = open;
      if (card.kind) {
        total[card.kind] += 1;
        shown[card.kind] += fits;
      }
    }
    chose = choosing;
    for (const group of groups) put(group.node, group.cards.every((card) => card.node.hidden));
    put(none, cards.some((card) => !card.node.hidden));
    const figure = (number) => number.toLocaleString(document.documentElement.lang);
    count.textContent = Object.keys(total).filter((kind) => total[kind])
      .map((kind) => count.dataset[kind].replace("{shown}", figure(shown[kind])).replace("{total}", figure(total[kind])))
      .join(" · ");
  };

  const showAll = () => {
    for (const one of form.elements) {
      if (one.type === "checkbox") one.checked = one.name !== "found";
      else if (one.name) one.value = "";
    }
    apply();
  };

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) showAll();
    const details = target.matches("details") ? target : target.querySelector(":scope > details");
    if (details) details.open = true;
    target.scrollIntoView();
  };

  let waiting = 0;
  form.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(apply); });
  form.querySelector("button").addEventListener("click", showAll);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".card > details:not([open])")].filter((one) => one.querySelector(".finding"));
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  form.hidden = false;
  apply();
  if (location.hash) reveal();
})();
