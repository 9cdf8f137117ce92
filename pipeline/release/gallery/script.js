{
  const data = JSON.parse(document.getElementById("data").textContent);
  const images = new Map(data.images.map((image) => [image.key, image]));
  const itemsOf = new Map();
  for (const item of data.items) {
    const key = item.images.at(-1);
    if (!itemsOf.has(key)) itemsOf.set(key, []);
    itemsOf.get(key).push(item);
  }

  /** element("p", { class: "x" }, "text", child ...) */
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(attribute, value);
    made.append(...children.filter((child) => child !== undefined && child !== null));
    return made;
  };
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const origins = { clinical: "as acquired", phantom: "phantom", generated: "as generated" };
  const titleOf = (image) =>
    image.chain.length === 0
      ? `${image.modality}, ${origins[image.origin]}`
      : capital(image.chain.map((link) => `${link.title}, ${link.level}`).join(" + "));

  const figure = (image, caption, description) => {
    if (image.file === null) return element("figure", {}, element("div", { class: "withheld" }, `Pixels withheld: ${image.licence}`));
    return element(
      "figure",
      {},
      element("img", { src: image.file, alt: description, loading: "lazy", decoding: "async" }),
      element("figcaption", {}, caption),
    );
  };

  const pairOf = (image) => {
    const parent = image.parent === null ? undefined : images.get(image.parent);
    const pair = element("div", { class: parent ? "pair" : "pair single" });
    if (parent) pair.append(figure(parent, "before", `${image.modality} of ${image.anatomy} before degradation`));
    pair.append(
      figure(
        image,
        parent ? image.chain.map((link) => link.level).join(" + ") : image.origin,
        `${titleOf(image)}: ${image.modality} of ${image.anatomy}`,
      ),
    );
    return pair;
  };

  const table = (link) =>
    element(
      "table",
      {},
      ...[...link.parameters, ...link.effective].map(([name, value, means], index) =>
        element(
          "tr",
          { title: means },
          element("th", { scope: "row" }, index < link.parameters.length ? name : `${name} (achieved)`),
          element("td", {}, value),
        ),
      ),
    );

  const itemView = (item, image) => {
    const box = element("div", { class: "item" });
    if (item.task === "perception") {
      const options = item.options.map((option, index) =>
        element("li", index === item.answer ? { class: "right" } : {}, index === item.answer ? `${option} \u2713` : option),
      );
      box.append(
        element("p", { class: "kind" }, `${item.type}, ${item.scope}, ${item.split}`),
        element("p", {}, item.question),
        element("ol", {}, ...options),
      );
    } else if (item.task === "description") {
      box.append(element("p", { class: "kind" }, `Reference description, ${item.split}`), element("p", {}, item.reference));
    } else {
      const other = images.get(item.images[0]);
      const names = `first: ${titleOf(other).toLowerCase()}; second: ${titleOf(image).toLowerCase()}`;
      box.append(element("p", { class: "kind" }, `Comparison, ${item.grain}, ${item.split} (${names})`), element("p", {}, item.reference));
    }
    return box;
  };

  const effectOf = ({ effect }) => {
    if (effect === null) return undefined;
    const psnr = effect.psnr === null ? "equal" : `PSNR ${effect.psnr.toFixed(1)} dB`;
    return element("p", { class: "meta" }, `${psnr}, SSIM ${effect.ssim.toFixed(3)}, NRMSE ${effect.nrmse.toFixed(3)} on ${effect.on}`);
  };

  const card = (image) => {
    const items = itemsOf.get(image.key) ?? [];
    const view = element("button", { class: "view", type: "button", "aria-label": `Enlarge: ${titleOf(image)}` }, pairOf(image));
    view.addEventListener("click", () => show(image));
    const details = element(
      "details",
      {},
      element("summary", {}, items.length === 1 ? "1 question or description" : `${items.length} questions and descriptions`),
    );
    // Filled when opened: a release has thousands.
    details.addEventListener("toggle", () => {
      if (details.childElementCount === 1) details.append(...items.map((item) => itemView(item, image)));
    });
    const verdict = image.verdict === null ? undefined : element("span", { class: `tag ${image.verdict}` }, image.verdict);
    const severity = image.chain.map((link) => link.severity.toFixed(2)).join(" + ");
    return element(
      "article",
      {},
      view,
      element(
        "div",
        { class: "text" },
        element("h2", {}, titleOf(image), verdict),
        element(
          "p",
          { class: "meta" },
          `${image.modality}, ${image.anatomy}, ${image.source}, ${image.size}${severity ? `, severity ${severity}` : ""}`,
        ),
        ...image.chain.map(table),
        effectOf(image),
        items.length > 0 ? details : undefined,
      ),
    );
  };

  const viewer = document.getElementById("viewer");
  const maskBox = document.querySelector("#viewer-mask input");
  let shown;
  let listed = [];
  const drawMask = () => {
    const holder = document.querySelector("#viewer-pair figure:last-child");
    holder?.querySelector(".mask")?.remove();
    if (maskBox.checked && shown?.mask) holder.append(element("img", { class: "mask", src: shown.mask, alt: "Where the defect is" }));
  };
  const show = (image) => {
    shown = image;
    document.getElementById("viewer-title").textContent = titleOf(image);
    document.getElementById("viewer-mask").hidden = image.mask === null;
    const pair = pairOf(image);
    const place = document.getElementById("viewer-pair");
    place.className = pair.className;
    place.replaceChildren(...pair.childNodes);
    drawMask();
    if (!viewer.open) viewer.showModal();
  };
  maskBox.addEventListener("change", drawMask);
  viewer.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = listed[listed.indexOf(shown) + step];
    if (next !== undefined) show(next);
    event.preventDefault();
  });

  const filters = document.getElementById("filters");
  const choices = {
    modality: (image) => [image.modality],
    sourceOrigin: (image) => [image.sourceOrigin],
    degradation: (image) => (image.chain.length === 0 ? ["none (clean)"] : image.chain.map((link) => link.title)),
    level: (image) => (image.chain.length === 0 ? ["none"] : image.chain.map((link) => link.level)),
    verdict: (image) => [image.verdict ?? "unknown"],
  };
  const ordered = ["none", "mild", "moderate", "severe", "good", "usable", "reject"];
  const rank = (value) => `${String(ordered.indexOf(value) + 1).padStart(2, "0")} ${value}`;
  for (const [name, valuesOf] of Object.entries(choices)) {
    const values = [...new Set(data.images.flatMap(valuesOf))].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    filters.elements[name].append(element("option", { value: "" }, "all"), ...values.map((value) => element("option", { value }, value)));
  }

  const textOf = (image) => {
    const items = (itemsOf.get(image.key) ?? []).map((item) => `${item.question} ${item.reference ?? item.options.join(" ")}`);
    return [titleOf(image), image.modality, image.anatomy, image.source, image.key, ...items].join(" ").toLowerCase();
  };
  const texts = new Map();
  const matches = (image) => {
    for (const [name, valuesOf] of Object.entries(choices)) {
      const wanted = filters.elements[name].value;
      if (wanted !== "" && !valuesOf(image).includes(wanted)) return false;
    }
    const words = filters.elements.words.value.trim().toLowerCase();
    if (words === "") return true;
    if (!texts.has(image)) texts.set(image, textOf(image));
    return texts.get(image).includes(words);
  };

  const cards = new Map();
  const main = document.getElementById("images");
  const refresh = () => {
    listed = data.images.filter(matches);
    for (const image of listed) if (!cards.has(image)) cards.set(image, card(image));
    main.replaceChildren(...listed.map((image) => cards.get(image)));
    document.getElementById("found").textContent = `${listed.length} of ${data.images.length} images`;
    const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value !== "")).toString();
    history.replaceState(null, "", query === "" ? location.pathname : `#${query}`);
  };
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (filters.elements[name]) filters.elements[name].value = value;
  filters.addEventListener("input", refresh);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(refresh));

  document.title = document.getElementById("title").textContent = `${data.title}, ${data.version}`;
  document.getElementById("about").textContent = `${data.description.trim()} ${data.images.length} images, ${data.items.length} items.`;
  refresh();
}
