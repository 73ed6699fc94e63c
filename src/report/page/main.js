// The page comes to life: what is asked for, what is shown.

async function start() {
  const run = await readRun();
  const details = readDetails(run);
  const state = { found: null, texts: new Uint8Array(run.articles.name.length), pin, fail };
  const sheet = makeSheet(run, details, state);
  const open = sheet.open;
  $('bar').hidden = false;
  $('main').hidden = false;
  tips();
  menus(run);
  const choose = name => value => { asked[name] = value; $(name).value = value; refresh(); };
  const drawMap = makeMap(run, open, choose('country'));
  const drawTime = makeTime(run, choose('when'));
  const drawGraph = makeGraph(run, open);
  let searched = '';
  let search = 0;
  let waiting = '';

  function refresh() {
    pages = 1;
    shown.fill(FIRST);
    draw().catch(fail);
  }

  // The lists answer at once; each of the other parts has a turn of its own, so that typing never waits for all of them.
  async function draw() {
    const found = answer(run, state.texts);
    state.found = found;
    document.documentElement.dataset.drawn = 'partly';
    say(found);
    drawLists(run, found, open);
    const parts = [
      () => drawArticles(run, found, open),
      () => drawMap(found),
      () => drawCountries(run, found, choose('country')),
      () => drawTime(found),
      () => drawGraph(found),
    ];
    for (const part of parts) {
      await new Promise(done => setTimeout(done));
      if (state.found !== found) return;
      part();
    }
    document.documentElement.dataset.drawn = 'whole';
  }

  function say(found) {
    const sums = `${counted(found.mentions, 'mention')} in ${counted(found.articles, 'article')}`;
    const words = asked.q.trim();
    let told = sums;
    if (words && found.byName) told = `${sums}: ${counted(found.entityMatches, 'name')} with “${words}”`;
    else if (words) told = `“${words}” is no name here: ${counted(found.articles, 'article')} with it in title or text`;
    $('state').textContent = told + waiting;
    $('clear').hidden = !isAsked();
    $('pins').replaceChildren(...asked.pins.map(e => make('button', {
      type: 'button',
      class: `chip ${KINDS[run.kind[e]]}`,
      'aria-label': `No longer only articles that mention ${run.nameOf(e)}`,
      onclick: () => pin(e, false),
    }, `with ${run.nameOf(e)} ×`)));
  }

  function pin(e, on) {
    asked.pins = on ? [...asked.pins, e] : asked.pins.filter(other => other !== e);
    refresh();
  }

  // Names and titles answer at once; texts are looked through chunk by chunk after that.
  async function lookForWords() {
    const words = asked.q.trim();
    if (words === searched) return refresh();
    searched = words;
    const mine = ++search;
    state.texts = new Uint8Array(run.articles.name.length);
    waiting = '';
    refresh();
    if (words.length < 3) return;
    await new Promise(done => setTimeout(done, 250));
    const progress = (done, of) => {
      if (mine !== search || done % 8 !== 0) return;
      waiting = ` (texts: ${Math.round((100 * done) / of)} %)`;
      say(state.found);
    };
    const texts = mine === search ? await searchTexts(run, details, words, () => mine === search, progress) : null;
    if (!texts) return;
    waiting = '';
    state.texts = texts;
    await draw();
  }

  $('q').addEventListener('input', () => { asked.q = $('q').value; lookForWords().catch(fail); });
  for (const name of ['country', 'when', 'source']) {
    $(name).addEventListener('change', () => { asked[name] = $(name).value; refresh(); });
  }
  $('kinds').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const kinds = asked.kinds.slice();
    const k = +button.dataset.kind;
    // from all kinds the first click leaves one; from then on kinds come and go, and none is all
    if (kinds.every(Boolean)) kinds.fill(false);
    kinds[k] = !kinds[k];
    if (!kinds.includes(true)) kinds.fill(true);
    asked.kinds = kinds;
    showKinds();
    refresh();
  });
  $('order').addEventListener('change', () => { pages = 1; drawArticles(run, state.found, open); });
  $('bar').addEventListener('submit', event => event.preventDefault());
  $('clear').addEventListener('click', () => {
    Object.assign(asked, { q: '', kinds: [true, true, true], country: '', when: '', source: '', pins: [] });
    for (const name of ['q', 'country', 'when', 'source']) $(name).value = '';
    showKinds();
    lookForWords().catch(fail);
    $('q').focus();
  });

  showKinds();
  await draw();
  sheet.follow();
  document.documentElement.dataset.ready = 'yes';
}

function showKinds() {
  const all = asked.kinds.every(Boolean);
  $('kinds').querySelectorAll('button').forEach((button, k) => {
    button.setAttribute('aria-pressed', String(!all && asked.kinds[k]));
  });
}

// The choices of the filters, each with how much there is of it.
function menus(run) {
  $('kinds').append(...KINDS.map((kind, k) => make('button', { type: 'button', class: `kind ${kind}`, 'data-kind': k },
    make('span', { class: `dot ${kind}`, 'aria-hidden': 'true' }), KINDS_NAMED[k])));
  const { entities, articles } = run;
  const codes = [...new Set(entities.country)].filter(Boolean);
  const byName = codes.map(code => [run.countryName(code), code]).sort((a, b) => a[0].localeCompare(b[0], 'en'));
  options('country', 'All countries', byName);
  const count = values => {
    const counts = new Map();
    for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  const months = count(articles.date.map(date => (date.length >= 7 ? date.slice(0, 7) : '')));
  const years = count(articles.date.map(date => date.slice(0, 4)));
  const periods = [...years.keys()].sort().reverse().flatMap(year => [
    [`${year} (${number(years.get(year))})`, year],
    ...[...months.keys()].filter(month => month.startsWith(year)).sort()
      .map(month => [`\u2003${inWords(month)} (${number(months.get(month))})`, month]),
  ]);
  options('when', 'Any time', periods);
  const sources = [...count(articles.source)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  options('source', 'All sources', sources.map(([source, n]) => [`${source} (${number(n)})`, source]));
}

function options(id, all, pairs) {
  $(id).append(make('option', { value: '' }, all), ...pairs.map(([text, value]) => make('option', { value }, text)));
  $(id).parentNode.hidden = pairs.length < 2;
}

function fail(error) {
  $('problem').textContent = typeof DecompressionStream === 'undefined'
    ? 'This browser is too old to show the page: it needs one of 2023 or later.'
    : `The page is not whole: ${error.message}. Ask for the file again, or make it anew with gazetag report.`;
  $('problem').hidden = false;
}

start().catch(fail);
