// One section at a time, the next one chosen by the answers; without script all are shown and
// the server follows the answers itself.
(() => {
  const form = document.querySelector("form.fill");
  const sections = [...form.querySelectorAll("section")];
  const back = form.querySelector("[data-back]");
  const send = form.querySelector("button[type=submit]");
  let seen = JSON.parse(form.dataset.seen);
  const here = () => seen[seen.length - 1];

  const goalOf = (index) => {
    let goal = "";
    const chosen = sections[index].querySelectorAll("input:checked, option:checked");
    for (const option of chosen) goal = option.dataset.goal || goal;
    return goal;
  };
  const nextOf = (index) => {
    const goal = goalOf(index);
    if (goal === "SUBMIT_FORM") return sections.length;
    if (goal === "RESTART_FORM") return 0;
    const named = goal && sections.findIndex((section) => section.dataset.id === goal);
    return named > -1 && named !== "" ? named : index + 1;
  };
  const show = (move) => {
    sections.forEach((section, index) => { section.hidden = index !== here(); });
    back.hidden = seen.length === 1;
    send.textContent = nextOf(here()) >= sections.length ? "Submit" : "Next";
    if (!move) return;
    scrollTo(0, 0);
    const first = sections[here()].querySelector("[tabindex], input, select, textarea");
    if (first) first.focus();
  };
  const say = (card, text) => {
    let line = card.querySelector(".error");
    if (!line) {
      line = document.createElement("p");
      line.className = "error";
      line.setAttribute("role", "alert");
      card.append(line);
    }
    line.textContent = text;
  };
  const complete = () => {
    let first = null;
    for (const card of sections[here()].querySelectorAll(".card")) {
      const fields = [...card.querySelectorAll("input:not(.other), select, textarea")];
      const wanting = card.dataset.required && !fields.some((field) =>
        /radio|checkbox/.test(field.type) ? field.checked : field.value.trim());
      const wrong = fields.find(({ validity }) => validity.badInput || validity.typeMismatch);
      if (wanting) say(card, "Please answer this question.");
      else if (wrong) say(card, wrong.type === "email"
        ? "Please give an e-mail address, such as name@example.org." : wrong.validationMessage);
      else card.querySelector(".error")?.remove();
      if ((wanting || wrong) && !first) first = fields[0];
    }
    if (first) first.focus();
    return !first;
  };

  form.addEventListener("change", () => show(false));
  form.addEventListener("submit", (event) => {
    const next = nextOf(here());
    if (!complete()) return event.preventDefault();
    if (next >= sections.length) return;
    event.preventDefault();
    seen = seen.includes(next) ? seen.slice(0, seen.indexOf(next) + 1) : [...seen, next];
    show(true);
  });
  form.addEventListener("input", ({ target }) => {
    const choice = target.matches(".other") && target.closest(".choice").querySelector("input");
    if (choice) choice.checked = Boolean(target.value);
  });
  back.addEventListener("click", () => { seen.pop(); show(true); });

  const summary = document.getElementById("summary");
  summary?.addEventListener("click", (event) => {
    const card = event.target.hash && form.querySelector(event.target.hash);
    if (!card) return;
    event.preventDefault();
    const index = sections.indexOf(card.closest("section"));
    seen = seen.includes(index) ? seen.slice(0, seen.indexOf(index) + 1) : [...seen, index];
    show(false);
    card.querySelector("input, select, textarea").focus();
  });
  show(false);
  summary?.focus();
})();
