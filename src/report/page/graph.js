// Who appears with whom: the most mentioned of what is shown, a line where two are in the same articles. The layout starts
// from fixed places and takes a fixed number of steps, so the same run looks the same each time.

const NODES_OF_A_KIND = 13;
const LINES = 80;
const LINES_OF_A_NODE = 2;
const STEPS = 140;
// an article with more says little about any two of them, as in pairs.csv
const MOST_TOGETHER = 200;

function together(run, found) {
  const { who, from, kind } = run;
  const counts = new Uint32Array(kind.length);
  const seen = new Int32Array(kind.length).fill(-1);
  for (let a = 0; a < found.inArticle.length; a++) {
    if (!found.inArticle[a]) continue;
    for (let m = from[a]; m < from[a + 1]; m++) {
      if (found.isEntity[who[m]] && seen[who[m]] !== a) {
        seen[who[m]] = a;
        counts[who[m]]++;
      }
    }
  }
  // some of each kind: places alone would fill it, since every article has some
  const nodes = KINDS.flatMap((_, k) => ranked(counts, NODES_OF_A_KIND, e => kind[e] === k));
  const onlyPlaces = nodes.every(e => kind[e] === 2);
  const size = nodes.length;
  const slot = new Int32Array(kind.length).fill(-1);
  nodes.forEach((e, i) => { slot[e] = i; });
  const weights = new Uint32Array(size * size);
  const last = new Int32Array(kind.length).fill(-1);
  for (let a = 0; a < found.inArticle.length; a++) {
    if (!found.inArticle[a]) continue;
    const present = [];
    let others = 0;
    for (let m = from[a]; m < from[a + 1]; m++) {
      const e = who[m];
      if (last[e] === a) continue;
      last[e] = a;
      others++;
      if (slot[e] >= 0) present.push(slot[e]);
    }
    if (others > MOST_TOGETHER) continue;
    for (let i = 0; i < present.length; i++) {
      for (let j = i + 1; j < present.length; j++) {
        weights[Math.min(present[i], present[j]) * size + Math.max(present[i], present[j])]++;
      }
    }
  }
  const lines = [];
  for (let i = 0; i < nodes.length; i++) {
    for (let j = i + 1; j < nodes.length; j++) {
      if (!onlyPlaces && kind[nodes[i]] === 2 && kind[nodes[j]] === 2) continue;
      const count = weights[i * size + j];
      // how far two are drawn to each other: articles together against articles of the rarer one
      if (count > 0) lines.push({ i, j, count, near: count / Math.sqrt(counts[nodes[i]] * counts[nodes[j]]) });
    }
  }
  lines.sort((a, b) => b.count - a.count || b.near - a.near || a.i - b.i || a.j - b.j);
  return { nodes, counts, lines };
}

// The strongest lines, and the strongest of each node, so that none floats about that belongs somewhere.
function strongest(lines, size) {
  const kept = new Set(lines.slice(0, LINES));
  const own = new Uint8Array(size);
  for (const line of [...lines].sort((a, b) => b.near - a.near || a.i - b.i || a.j - b.j)) {
    if (own[line.i] < LINES_OF_A_NODE || own[line.j] < LINES_OF_A_NODE) {
      kept.add(line);
      own[line.i]++;
      own[line.j]++;
    }
  }
  return lines.filter(line => kept.has(line));
}

function layout(nodes, lines) {
  const spots = nodes.map((_, i) => {
    const turn = i * 2.399963;
    const out = Math.sqrt(i + 0.5) / Math.sqrt(nodes.length);
    return { x: out * Math.cos(turn), y: out * Math.sin(turn), dx: 0, dy: 0 };
  });
  for (let step = 0; step < STEPS; step++) {
    const heat = 0.12 * (1 - step / STEPS) + 0.002;
    for (const spot of spots) {
      spot.dx = -spot.x * 0.5;
      spot.dy = -spot.y * 0.8;
    }
    for (let i = 0; i < spots.length; i++) {
      for (let j = i + 1; j < spots.length; j++) {
        const x = spots[i].x - spots[j].x;
        const y = spots[i].y - spots[j].y;
        const apart = Math.max(0.0004, x * x + y * y);
        const push = 0.045 / apart;
        spots[i].dx += x * push;
        spots[i].dy += y * push;
        spots[j].dx -= x * push;
        spots[j].dy -= y * push;
      }
    }
    for (const { i, j, near } of lines) {
      const x = spots[i].x - spots[j].x;
      const y = spots[i].y - spots[j].y;
      const pull = 0.25 + 0.9 * near;
      spots[i].dx -= x * pull;
      spots[i].dy -= y * pull;
      spots[j].dx += x * pull;
      spots[j].dy += y * pull;
    }
    for (const spot of spots) {
      const length = Math.hypot(spot.dx, spot.dy) || 1;
      const step = Math.min(length * 0.12, heat) / length;
      spot.x += spot.dx * step;
      spot.y += spot.dy * step;
    }
  }
  return spots;
}

function makeGraph(run, open) {
  const box = $('graph');
  const lines = draw('g', { class: 'lines' });
  const nodes = draw('g', { class: 'nodes' });
  const names = draw('g', { class: 'labels', 'aria-hidden': 'true' });
  const svg = draw('svg', { role: 'group', 'aria-label': 'Graph of who appears with whom; the strongest pairs stand in the list beside it' }, lines, nodes, names);
  box.append(svg);
  rove(nodes, 'circle');
  let last = null;
  let wide = 800;
  let high = 460;
  // whether it has another size than before; a part that is not shown has none
  const measure = () => {
    if (box.clientWidth === 0 || (box.clientWidth === wide && box.clientHeight === high)) return false;
    wide = box.clientWidth;
    high = box.clientHeight;
    return true;
  };
  measure();

  function drawGraph(found) {
    const graph = together(run, found);
    last = found;
    $('graph-panel').hidden = graph.lines.length === 0;
    if (graph.lines.length === 0) return;
    const kept = strongest(graph.lines, graph.nodes.length);
    const spots = layout(graph.nodes, kept);
    const [left, right] = [Math.min(...spots.map(s => s.x)), Math.max(...spots.map(s => s.x))];
    const [top, bottom] = [Math.min(...spots.map(s => s.y)), Math.max(...spots.map(s => s.y))];
    const most = Math.max(...graph.nodes.map(e => graph.counts[e]));
    const margin = Math.min(70, wide / 8);
    for (const spot of spots) {
      spot.px = margin + ((spot.x - left) / (right - left || 1)) * (wide - 2 * margin);
      spot.py = 26 + ((spot.y - top) / (bottom - top || 1)) * (high - 56);
    }
    svg.setAttribute('viewBox', `0 0 ${wide} ${high}`);
    const heaviest = kept[0].count;
    lines.replaceChildren(...kept.map(({ i, j, count }) => draw('line', {
      x1: spots[i].px, y1: spots[i].py, x2: spots[j].px, y2: spots[j].py,
      'stroke-width': 0.6 + 4 * (count / heaviest),
      'data-a': i, 'data-b': j,
    })));
    const radius = e => 3.5 + 9 * Math.sqrt(graph.counts[e] / most);
    nodes.replaceChildren(...graph.nodes.map((e, i) => draw('circle', {
      cx: spots[i].px, cy: spots[i].py, r: radius(e),
      class: KINDS[run.kind[e]],
      role: 'button',
      tabindex: i === 0 ? 0 : -1,
      'data-tip': `${run.nameOf(e)}: ${counted(graph.counts[e], 'article')}`,
      'aria-label': `${run.nameOf(e)}, ${counted(graph.counts[e], 'article')}`,
      onclick: () => open('e', e),
      onkeydown: event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open('e', e); } },
      onpointerenter: () => { for (const line of lines.children) line.classList.toggle('on', line.dataset.a === String(i) || line.dataset.b === String(i)); },
      onpointerleave: () => { for (const line of lines.children) line.classList.remove('on'); },
    })));
    const taken = [];
    names.replaceChildren(...graph.nodes.map((e, i) => {
      const name = run.nameOf(e);
      const half = name.length * 3.3;
      const x = Math.max(half + 2, Math.min(wide - half - 2, spots[i].px));
      // below, or else above
      const y = [spots[i].py + radius(e) + 12, spots[i].py - radius(e) - 4].find(y =>
        !taken.some(other => Math.abs(other.y - y) < 12 && Math.abs(other.x - x) < other.half + half));
      if (y === undefined) return null;
      taken.push({ x, y, half });
      return draw('text', { x, y, 'text-anchor': 'middle', 'font-size': 12, 'stroke-width': 3 }, name);
    }).filter(Boolean));
    $('graph-hint').textContent =
      `Those in the most articles${isAsked() ? ' of what is shown' : ''}; a line where two are in the same article, thicker for more. Lines between two places are left out.`;
    $('pairs').replaceChildren(...graph.lines.slice(0, 14).map(({ i, j, count }) => make('li', {},
      make('span', { class: 'two' }, link(graph.nodes[i]), ' and ', link(graph.nodes[j])),
      make('span', { class: 'count' }, counted(count, 'article')))));
  }

  const link = e => make('button', { type: 'button', class: `name ${KINDS[run.kind[e]]}`, onclick: () => open('e', e) }, run.nameOf(e));
  new ResizeObserver(() => {
    if (measure() && last) drawGraph(last);
  }).observe(box);
  return drawGraph;
}
