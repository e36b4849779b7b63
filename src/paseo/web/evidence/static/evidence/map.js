/* Turns the still map into one that moves. Without scripts the still one stays, each place a link. */
(() => {
  "use strict";
  if (!window.L) return;

  function moving(box, places) {
    const still = box.querySelector(".map-still");
    const frame = document.createElement("div");
    frame.className = "map-moving";
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", box.dataset.label);
    box.prepend(frame);
    still.hidden = true;

    const map = L.map(frame, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false, keyboard: false });
    L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
    const layer = L.geoJSON(places, {
      style: (place) => ({ className: `place ${place.properties.classes}` }),
      pointToLayer: (place, at) => L.circleMarker(at, { radius: 7 }),
      onEachFeature: (place, shape) => {
        if (place.properties.level !== "city") shape.bindTooltip(place.properties.name, { sticky: true });
        shape.on("click", () => { window.location.assign(place.properties.url); });
      },
    }).addTo(map);
    // The frame shows the chosen place with what is around it, or everything.
    map.fitBounds(layer.getBounds(), { padding: [8, 8] });

    layer.eachLayer((shape) => {
      const path = shape.getElement();
      if (!path || shape.feature.properties.level === "city") return;
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "link");
      path.setAttribute("aria-label", shape.feature.properties.name);
      path.addEventListener("keydown", (event) => {
        if (event.key === "Enter") window.location.assign(shape.feature.properties.url);
      });
      path.addEventListener("focus", () => shape.openTooltip());
      path.addEventListener("blur", () => shape.closeTooltip());
    });
  }

  for (const box of document.querySelectorAll("[data-map]")) {
    fetch(box.dataset.map, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((places) => moving(box, places))
      .catch(() => {}); // the still map stays
  }
})();
