// Small behaviors on top of pages that work without them. No inline handlers, no eval: the
// content security policy allows neither.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const words = () => find("#words").dataset;

  // ── notices ────────────────────────────────────────────────────────────────
  const announce = (text) => { find("#announce").textContent = text; };

  function tell(text) {
    const notice = find("#notice-template").content.firstElementChild.cloneNode(true);
    find("[data-text]", notice).textContent = text;
    find("#notices").replaceChildren(notice);
  }

  // A notice leaves by itself after a while, unless it is bad, can be undone, or is being read.
  const LEAVES_AFTER = 12000;
  function leaveLater(notice) {
    if (notice.dataset.leaving || notice.matches(".bad") || find("[data-undo]", notice)) return;
    notice.dataset.leaving = "";
    setTimeout(function leave() {
      if (notice.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else notice.remove();
    }, LEAVES_AFTER);
  }
  const watchNotices = () => find("#notices")?.querySelectorAll(".notice").forEach(leaveLater);

  // ── answers that are not for swapping ──────────────────────────────────────
  // 409 and 422 are answers to show. Of any other error only the notice it brings is shown; an
  // error that brings none (a proxy's page, say) becomes one of our own sentences.
  const SHOWN = [409, 422];
  function sentenceFor(status) {
    if (status === 403) return words().forbidden;
    return status >= 500 ? words().broken : words().refused;
  }
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const status = ctx.response?.status ?? 200;
    if (status < 400 || SHOWN.includes(status)) return;
    for (let at = tasks.length - 1; at >= 0; at--) if (tasks[at].type === "main") tasks.splice(at, 1);
    const saving = savingPlace(ctx.sourceElement);
    if (saving) showUnsaved(saving);
    else if (status !== 401 && !tasks.length) tell(sentenceFor(status));
  });
  document.addEventListener("htmx:error", (event) => {
    const saving = savingPlace(event.detail.ctx?.sourceElement);
    if (saving) return showUnsaved(saving);
    tell(words().offline);
  });

  // ── focus ──────────────────────────────────────────────────────────────────
  // When the control that had the focus is swapped away, its successor gets it (WCAG 2.4.3):
  // what the server marked with data-focus, else the first control of the new part.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail, active = document.activeElement;
    ctx.hadFocus = Boolean(active) && active !== document.body
      && (ctx.sourceElement.contains(active) || Boolean(ctx.target?.contains?.(active)));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    watchNotices();
    askWhatCounts();
    const { ctx } = event.detail, active = document.activeElement;
    const errors = ctx.response?.status === 422 && find(".error-summary");
    if (errors) return errors.focus();
    if (!ctx.hadFocus || (active && active !== document.body)) return;
    const part = ctx.target?.id ? document.getElementById(ctx.target.id) : ctx.target;
    const next = part && (find("[data-focus]", part)
      || find("a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, [tabindex]", part));
    next?.focus({ preventScroll: true });
  });

  // ── forms ──────────────────────────────────────────────────────────────────
  // A form that leaves the page is sent once, whoever clicks twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // One that is answered in a frame stays, and may be sent again.
    if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget) return;
    if ("sending" in form.dataset) event.preventDefault();
    else form.dataset.sending = "";
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach((form) => delete form.dataset.sending));

  // A button that puts its text where the person was typing last, in the form it belongs to.
  let typedIn = null;
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("input.input, textarea.input")) typedIn = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const field = typedIn?.form === button.form ? typedIn : find("textarea", button.form);
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
  document.querySelectorAll("[data-insert]").forEach((button) => { button.hidden = false; });

  // A button that adds a row to fill in, made from the template beside it, and leads there.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const rows = document.getElementById(button.dataset.addRow);
    const row = button.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
    const number = rows.childElementCount + 1;
    row.querySelectorAll("[aria-label]").forEach((each) => { each.ariaLabel = each.ariaLabel.replace("{row}", number); });
    rows.append(row);
    find("input, select", row).focus();
    button.hidden = number >= Number(button.dataset.most);
  });
  document.querySelectorAll("[data-add-row]").forEach((button) => {
    const rows = document.getElementById(button.dataset.addRow);
    button.hidden = rows.childElementCount >= Number(button.dataset.most);
    find("[data-without-scripts]", button.closest("fieldset")).remove();
  });

  // Autosave: a form or field that names where it says so (data-saved="#id") shows that it is
  // saving, and that it could not; that it has, the server says in its answer.
  const savingPlace = (element) => find(element?.closest?.("[data-saved]")?.dataset.saved ?? "#none");
  function showUnsaved(place) {
    place.classList.add("bad");
    place.textContent = words().unsaved;
  }
  document.addEventListener("htmx:before:request", (event) => {
    const place = savingPlace(event.detail.ctx.sourceElement);
    if (!place) return;
    place.classList.remove("bad");
    place.textContent = words().saving;
  });

  // Questions that hang on other answers: the server says which are not asked, and those are neither
  // shown nor sent.
  function askWhatCounts() {
    const hidden = find("[data-hidden]")?.dataset.hidden.split(" ");
    if (!hidden) return;
    document.querySelectorAll("[data-conditional]").forEach((part) => {
      part.hidden = part.disabled = hidden.includes(part.id);
    });
  }

  // ── menus and dialogs ──────────────────────────────────────────────────────
  const closeMenus = (except) => document.querySelectorAll(".menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest(".menu"));
    event.target.closest("[data-dismiss]")?.closest(".notice").remove();
    if (event.target.closest("[data-palette]") && find("#palette")) {
      event.preventDefault();
      openPalette();
    }
    if (event.target.id === "palette") event.target.close();
    runCommand(event.target.closest("button[commandfor]"));
  });
  // Browsers from before invoker commands.
  function runCommand(button) {
    if (!button || "commandForElement" in HTMLButtonElement.prototype) return;
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  }

  // ── keyboard ───────────────────────────────────────────────────────────────
  function openPalette() {
    const palette = find("#palette"), field = find("#palette-field");
    if (palette.open) return;
    palette.showModal();
    field.value = "";
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function movePalette(event) {
    const options = [...document.querySelectorAll("#palette [role=option][id]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && options[at]?.href) { event.preventDefault(); location.href = options[at].href; }
    if (!options.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
    find("#palette-field").setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  // One-key shortcuts over a list marked data-keys: J and K move and open, and a control with
  // data-key="a" is pressed by A, in the row or in the part that shows more of it (data-of).
  // Only where the list is, never while typing, and not at all where the person switched them
  // off (then the page leaves data-keys away).
  const OPENS_AFTER = 250;
  function moveThrough(list, key) {
    const rows = [...list.querySelectorAll("[data-row]")];
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    const at = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    if (key === "j" || key === "k") {
      const row = rows[Math.max(0, Math.min(rows.length - 1, at + (key === "j" ? 1 : -1)))];
      if (row) openSoon(find("[data-open]", row));
      row?.scrollIntoView({ block: "nearest" });
      return Boolean(row);
    }
    if (key === "z") return press(find("#notices [data-undo]") || find("main [data-undo]"));
    if (key === "/") return focusOn(find("[role=search] input[type=search]"));
    if (key === "?") return press(find("[data-keys-help]"));
    const control = `[data-key="${CSS.escape(key)}"]`;
    return press(rows[at] && (find(control, rows[at]) || find(`[data-of="${rows[at].id}"] ${control}`)));
  }
  function openSoon(link) {
    link.focus({ preventScroll: true });
    setTimeout(() => { if (link === document.activeElement) link.click(); }, OPENS_AFTER);
  }
  function focusOn(field) {
    field?.focus();
    return Boolean(field);
  }
  // The row that is opened beside the list is the current one.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-open]")?.closest("[data-row]");
    row?.parentElement.querySelectorAll("[data-row]").forEach((each) =>
      each === row ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current"));
  });
  function press(control) {
    control?.click();
    return Boolean(control);
  }
  document.addEventListener("keydown", (event) => {
    const palette = find("#palette");
    if (palette?.open) return movePalette(event);
    if (event.key === "Escape") {
      const menu = event.target.closest?.(".menu[open]");
      closeMenus();
      if (menu) find("summary", menu).focus();
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette) {
      event.preventDefault();
      return openPalette();
    }
    const list = find("[data-keys]");
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (moveThrough(list, event.key.toLowerCase())) event.preventDefault();
  });

  // ── at the start ───────────────────────────────────────────────────────────
  document.addEventListener("DOMContentLoaded", () => {
    // htmx starts itself in a task of its own, some time after this event: what a person does
    // before then would be lost.
    htmx.process(document.body);
    watchNotices();
    find(".error-summary")?.focus();
  });
})();
