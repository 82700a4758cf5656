"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const articles = all("article");
  const [tools, stack, search, dialog] = ["search", "select", "input", "dialog"].map(one);
  const kinds = new Set();
  const texts = new Map();

  // Lines of which the file says the first number alone; on a wide page the old side shows equal ones too.
  function complete(run) {
    const [first, behind] = [Number(run.dataset.first), Number(run.dataset.behind)];
    [...run.children].forEach((line, index) => {
      line.dataset.n = first + index;
      if (!run.parentElement.matches(".plain")) {
        line.before(twin(line, first + index - behind));
      }
    });
    delete run.dataset.first;
  }

  function twin(line, number) {
    const old = line.cloneNode(true);
    old.dataset.n = number;
    old.className = "old";
    old.setAttribute("aria-hidden", "true");
    return old;
  }

  function completeWhatIsSeen(within) {
    all("[data-first]", within).filter((run) => !run.closest("details:not([open])")).forEach(complete);
  }

  function text(article) {
    if (!texts.has(article)) {
      texts.set(article, article.textContent.toLowerCase());
    }
    return texts.get(article);
  }

  function matches(article) {
    const has = (kind) => article.dataset.kinds.split(" ").includes(kind);
    return (!kinds.size || [...kinds].some(has))
      && (!stack.value || article.dataset.stacks.split(" ").includes(stack.value))
      && text(article).includes(search.value.toLowerCase());
  }

  function filter() {
    const isFiltered = kinds.size || stack.value || search.value;
    articles.forEach((article) => { article.hidden = !matches(article); });
    const shown = articles.filter((article) => !article.hidden).length;
    all(".others").forEach((group) => {
      const found = all("article", group).some((article) => !article.hidden);
      group.hidden = !found;
      group.open = Boolean(isFiltered && found);
    });
    one("output").textContent = isFiltered ? `${shown} of ${articles.length}` : "";
    one(".nothing").hidden = Boolean(shown) || !articles.length;
  }

  function reveal(element) {
    for (let each = element; each; each = each.parentElement) {
      if (each.matches("details")) {
        each.open = true;
      }
    }
    const article = element.closest("article");
    article.hidden = false; // whoever asks for one by its name means it, whatever the filter says
    element.focus({ preventScroll: true });
    article.scrollIntoView();
  }

  function follow() {
    const article = document.getElementById(location.hash.slice(1));
    if (article?.matches("article")) {
      reveal(one(`#${article.id} summary`));
    }
  }

  const visible = () => articles.filter((article) => article.checkVisibility());
  const current = () => document.activeElement.closest("article");

  function step(by) {
    const shown = visible();
    const place = shown.indexOf(current());
    const next = shown[place < 0 ? 0 : Math.min(Math.max(place + by, 0), shown.length - 1)];
    next?.querySelector("summary").focus({ preventScroll: true });
    next?.scrollIntoView();
  }

  function toggle() {
    const details = current()?.querySelector("details");
    if (details) {
      details.open = !details.open;
    }
  }

  function setAll(button) {
    const open = button.textContent !== "Fold all";
    all("article > details, .others").forEach((details) => { details.open = open; });
    button.textContent = open ? "Fold all" : "Unfold all";
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: toggle,
    "/": () => search.focus(),
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select");
    if (event.key === "Escape" && isTyping) {
      search.value = "";
      filter();
      event.target.blur();
    } else if (keys[event.key] && !isTyping && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  document.addEventListener("toggle", (event) => completeWhatIsSeen(event.target), true);
  all("[data-kind]").forEach((button) => button.addEventListener("click", () => {
    const { kind } = button.dataset;
    kinds.has(kind) ? kinds.delete(kind) : kinds.add(kind);
    button.setAttribute("aria-pressed", kinds.has(kind));
    filter();
  }));
  stack.addEventListener("change", filter);
  search.addEventListener("input", filter);
  one(".all").addEventListener("click", (event) => setAll(event.target));
  one(".help").addEventListener("click", () => dialog.showModal());
  window.addEventListener("hashchange", follow);

  document.documentElement.classList.add("js");
  tools.hidden = !articles.length;
  completeWhatIsSeen(document);
  follow();
})();
