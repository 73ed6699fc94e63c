// Who, what and where as bars, and countries.

const FIRST = 12;
const MORE = 24;
const shown = [FIRST, FIRST, FIRST];

function bar({ name, count, of, most, kind, tip, pressed, onclick }) {
  const fillBar = make('span', { class: 'fill' });
  fillBar.style.width = `${Math.max(1, (100 * count) / most)}%`;
  return make('li', {},
    make('button', { type: 'button', class: `bar-row ${kind}`, 'data-tip': tip, 'aria-pressed': pressed, onclick },
      make('span', { class: 'name', dir: 'auto' }, name),
      make('span', { class: 'count' }, number(count), make('span', { class: 'unseen' }, ' mentions')),
      of === null ? null : make('span', { class: 'of' }, number(of), make('span', { class: 'unseen' }, ' articles')),
      make('span', { class: 'track', 'aria-hidden': 'true' }, fillBar)));
}

function drawLists(run, found, open) {
  const { entities, kind } = run;
  $('lists').replaceChildren(...KINDS.map((word, k) => {
    let total = 0;
    for (let e = 0; e < kind.length; e++) if (kind[e] === k && found.byEntity[e]) total++;
    const top = ranked(found.byEntity, shown[k], e => kind[e] === k);
    const most = top.length ? found.byEntity[top[0]] : 1;
    const left = total - top.length;
    const id = `list-${word}`;
    return make('div', { class: `list ${word}` },
      make('div', { class: 'list-top' },
        make('h2', { id }, make('span', { class: `dot ${word}`, 'aria-hidden': 'true' }), KINDS_NAMED[k]),
        make('span', { class: 'total' }, number(total))),
      make('div', { class: 'columns', 'aria-hidden': 'true' }, make('span', {}, 'mentions'), make('span', {}, 'articles')),
      total === 0
        ? make('p', { class: 'none' }, 'None.')
        : make('ol', { class: 'bars', 'aria-labelledby': id }, top.map(e => bar({
          name: entities.name[e],
          count: found.byEntity[e],
          of: found.articlesOf[e],
          most,
          kind: word,
          tip: written(run, e),
          onclick: () => open('e', e),
        }))),
      left > 0 && make('p', { class: 'more' }, make('button', {
        type: 'button',
        class: 'link',
        onclick: () => { shown[k] += MORE; drawLists(run, found, open); },
      }, `Show more (${number(left)} left)`)));
  }));
}

// Class, country and spellings of an entity in a few words.
function written(run, e) {
  const { entities } = run;
  const what = [entities.class[e], entities.country[e] && run.countryName(entities.country[e])].filter(Boolean);
  const spelled = entities.surfaces[e].slice(0, 4).join(', ');
  return [what.join(' · '), spelled && `written ${spelled}`].filter(Boolean).join('\n');
}

function drawCountries(run, found, choose) {
  const { entities } = run;
  const counts = new Map();
  for (let e = 0; e < found.byEntity.length; e++) {
    const code = entities.country[e];
    if (code && found.byEntity[e]) counts.set(code, (counts.get(code) || 0) + found.byEntity[e]);
  }
  const top = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, FIRST);
  const most = top.length ? top[0][1] : 1;
  $('countries').replaceChildren(...top.map(([code, count]) => bar({
    name: run.countryName(code),
    count,
    of: null,
    most,
    kind: 'country',
    pressed: String(asked.country === code),
    onclick: () => choose(asked.country === code ? '' : code),
  })));
}
