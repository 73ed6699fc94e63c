// The world, and a circle for each place. Drag, pinch, buttons, keys and Ctrl with the wheel move and zoom it.

const WORLD = { wide: 2000, high: 850 };
const DEEPEST = 40;
const CIRCLES = 300;
const LABELS = 36;
// what is no spot on a map of the world
const AREAS = new Set(['country', 'continent', 'region', 'state', 'territory', 'ocean', 'sea', 'water', 'desert', 'mountains']);

// Equal Earth (Šavrič, Patterson and Jenny 2018), at the size of the outlines.
function project(latitude, longitude) {
  const m = Math.sqrt(3) / 2;
  const t = Math.asin(m * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = ((longitude * Math.PI) / 180) * Math.cos(t) / (m * (1.340264 - 0.243318 * t2 + t6 * (0.006251 + 0.034164 * t2)));
  const y = t * (1.340264 - 0.081106 * t2 + t6 * (0.000893 + 0.003796 * t2));
  return [1000 + 369.46313 * x, 369.46313 * (1.30671314 - y)];
}

function makeMap(run, open, choose) {
  const box = $('map');
  const land = draw('g', { class: 'land' });
  const circles = draw('g', { class: 'circles' });
  const labels = draw('g', { class: 'labels', 'aria-hidden': 'true' });
  const svg = draw('svg', {
    viewBox: `0 0 ${WORLD.wide} ${WORLD.high}`,
    role: 'group',
    tabindex: 0,
    'aria-label': 'World map of mentions. Plus and minus zoom, arrows move. The same places stand in the list of places.',
  }, land, circles, labels);
  for (const [code, name, path] of run.world) {
    const shape = draw('path', { d: path, 'data-tip': code === '-' ? name : run.countryName(code), 'data-code': code });
    if (code !== '-') shape.addEventListener('click', () => { if (!moved) choose(asked.country === code ? '' : code); });
    land.append(shape);
  }
  box.prepend(svg);

  const view = { x: 0, y: 0, scale: 1 };
  let spots = [];
  let moved = false;
  // asked once a resize, not once a drawing: asking lays the whole page out
  let onScreen = 1000;
  const width = () => WORLD.wide / view.scale;
  const height = () => WORLD.high / view.scale;
  // user units in a pixel of the screen
  const unit = () => width() / onScreen;

  function place() {
    view.scale = Math.max(1, Math.min(DEEPEST, view.scale));
    view.x = Math.max(0, Math.min(WORLD.wide - width(), view.x));
    view.y = Math.max(0, Math.min(WORLD.high - height(), view.y));
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${width()} ${height()}`);
    const u = unit();
    land.style.strokeWidth = String(0.6 * u);
    // circles keep their size on the screen, and have more room where the map is near
    const largest = Math.min(26, onScreen / 62) * Math.min(2, view.scale ** 0.3);
    for (const spot of spots) {
      spot.r = 1.8 + largest * spot.share;
      spot.circle.setAttribute('r', spot.r * u);
    }
    label(u);
    $('map-out').disabled = view.scale <= 1;
    $('map-all').disabled = view.scale <= 1;
  }

  // Names beside the largest circles, as many as find room.
  function label(u) {
    const taken = [];
    const texts = [];
    const size = 12 * u;
    for (const spot of spots) {
      if (texts.length === LABELS) break;
      if (spot.x < view.x || spot.x > view.x + width() || spot.y < view.y || spot.y > view.y + height()) continue;
      const wide = spot.name.length * 6.4 * u;
      const left = spot.x + (spot.r + 4) * u;
      const put = left + wide > view.x + width() ? spot.x - (spot.r + 4) * u - wide : left;
      const room = { left: put, right: put + wide, top: spot.y - size * 0.7, bottom: spot.y + size * 0.7 };
      const clash = taken.some(other =>
        room.left < other.right && room.right > other.left && room.top < other.bottom && room.bottom > other.top);
      if (clash) continue;
      taken.push(room);
      texts.push(draw('text', { x: put, y: spot.y + size * 0.35, 'font-size': size, 'stroke-width': 3 * u }, spot.name));
    }
    labels.replaceChildren(...texts);
  }

  function zoom(factor, x = view.x + width() / 2, y = view.y + height() / 2) {
    const before = view.scale;
    view.scale = Math.max(1, Math.min(DEEPEST, view.scale * factor));
    const ratio = before / view.scale;
    view.x = x - (x - view.x) * ratio;
    view.y = y - (y - view.y) * ratio;
    place();
  }

  const at = event => {
    const frame = svg.getBoundingClientRect();
    return [
      view.x + ((event.clientX - frame.left) / frame.width) * width(),
      view.y + ((event.clientY - frame.top) / frame.height) * height(),
    ];
  };

  $('map-in').onclick = () => zoom(2);
  $('map-out').onclick = () => zoom(0.5);
  $('map-all').onclick = () => { view.scale = 1; place(); };
  svg.addEventListener('dblclick', event => zoom(2, ...at(event)));
  svg.addEventListener('wheel', event => {
    // the plain wheel scrolls the page
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 200), ...at(event));
  }, { passive: false });
  svg.addEventListener('keydown', event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === '+' || event.key === '=') zoom(2);
    else if (event.key === '-') zoom(0.5);
    else if (event.key === '0') { view.scale = 1; place(); }
    else if (step) { view.x += (step[0] * width()) / 8; view.y += (step[1] * height()) / 8; place(); }
    else return;
    event.preventDefault();
  });

  const pointers = new Map();
  svg.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = false;
    pointers.set(event.pointerId, event);
  });
  svg.addEventListener('pointermove', event => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const others = [...pointers.values()].filter(other => other.pointerId !== event.pointerId);
    if (others.length === 0) {
      const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
      if (!moved && Math.hypot(dx, dy) < 4) return;
      if (!moved) svg.setPointerCapture(event.pointerId);
      moved = true;
      view.x -= dx * unit();
      view.y -= dy * unit();
      place();
    } else {
      const [other] = others;
      const apart = point => Math.hypot(point.clientX - other.clientX, point.clientY - other.clientY) || 1;
      moved = true;
      zoom(apart(event) / apart(last), ...at({
        clientX: (event.clientX + other.clientX) / 2,
        clientY: (event.clientY + other.clientY) / 2,
      }));
    }
    pointers.set(event.pointerId, event);
  });
  const lift = event => pointers.delete(event.pointerId);
  window.addEventListener('pointerup', lift);
  window.addEventListener('pointercancel', lift);
  const measure = () => { onScreen = svg.clientWidth || 1000; };
  measure();
  new ResizeObserver(() => { measure(); place(); }).observe(svg);
  rove(circles, 'circle');

  return function drawMap(found) {
    const { entities } = run;
    const top = ranked(found.byEntity, CIRCLES, e => run.kind[e] === 2 && entities.latitude[e] !== null);
    const most = top.length ? found.byEntity[top[0]] : 1;
    spots = top.map((e, rank) => {
      const [x, y] = project(entities.latitude[e], entities.longitude[e]);
      const count = found.byEntity[e];
      const says = `${entities.name[e]}: ${counted(count, 'mention')} in ${counted(found.articlesOf[e], 'article')}`;
      const circle = draw('circle', {
        cx: x,
        cy: y,
        class: AREAS.has(entities.class[e]) ? 'area' : 'spot',
        'data-tip': says,
        'data-entity': entities.id[e],
        role: 'button',
        tabindex: rank === 0 ? 0 : -1,
        'aria-label': says,
        onclick: () => { if (!moved) open('e', e); },
        onkeydown: event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open('e', e); } },
      });
      return { x, y, share: Math.sqrt(count / most), r: 0, circle, name: entities.name[e] };
    });
    circles.replaceChildren(...spots.map(spot => spot.circle));
    for (const shape of land.children) shape.classList.toggle('on', shape.dataset.code === asked.country);
    place();
  };
}
