// The sheet over the page: an entity with its articles and concordance, or an article to read.

// so many articles of a concordance at a time
const ARTICLES_AT_A_TIME = 12;
// so many lines of one article, and so many characters of a text
const LINES_OF_AN_ARTICLE = 6;
const TEXT_AT_A_TIME = 300000;

function makeSheet(run, details, state) {
  const sheet = $('sheet');
  const body = $('sheet-body');
  let depth = 0;
  // counts what was opened: what arrives for an earlier one is dropped
  let opened = 0;

  const address = (what, id) =>
    what === 'e' ? `#e=${encodeURIComponent(run.entities.id[id])}` : `#a=${encodeURIComponent(run.articles.name[id])}`;

  // The address says what is open, so that Back works and a link can be kept. A page inside an e-mail may have none.
  function remember(state, hash) {
    try {
      history.pushState(state, '', hash);
    } catch {
      depth = 0;
    }
  }

  function open(what, id, mention) {
    depth++;
    remember({ depth, mention }, address(what, id));
    show(what, id, mention);
  }

  function close() {
    opened++;
    if (sheet.open) sheet.close();
  }

  // what the address says: from a link, or after Back
  function follow(event) {
    const hash = location.hash;
    depth = (event && event.state && event.state.depth) || 0;
    let name = '';
    try {
      name = decodeURIComponent(hash.slice(3));
    } catch {
      // an address that somebody cut off leads nowhere
    }
    const id = hash.startsWith('#e=') ? run.entityById.get(name) : run.articleByName.get(name);
    if (/^#[ea]=/.test(hash) && id !== undefined) show(hash[1], id, event && event.state && event.state.mention);
    else close();
  }

  function show(what, id, mention) {
    opened++;
    $('sheet-back').hidden = depth < 2;
    body.replaceChildren();
    body.scrollTop = 0;
    if (what === 'e') entity(id);
    else article(id, mention);
    if (!sheet.open) sheet.showModal();
    body.focus();
  }

  sheet.addEventListener('close', () => {
    // the event comes late: something else may be open by now
    if (sheet.open) return;
    opened++;
    depth = 0;
    if (location.hash) remember({ depth: 0 }, '#');
  });
  // a click beside the sheet closes it
  sheet.addEventListener('click', event => { if (event.target === sheet) sheet.close(); });
  $('sheet-close').onclick = () => sheet.close();
  $('sheet-back').onclick = () => history.back();
  window.addEventListener('popstate', follow);

  const chip = (e, count) => make('li', {},
    make('button', { type: 'button', class: `chip ${KINDS[run.kind[e]]}`, onclick: () => open('e', e) },
      run.nameOf(e), ' ', make('span', { class: 'n' }, number(count))));

  function facts(e) {
    const { entities } = run;
    const list = [entities.class[e], entities.country[e] && run.countryName(entities.country[e])].filter(Boolean).map(text => make('span', {}, text));
    if (entities.latitude[e] !== null) list.push(make('span', {}, `${entities.latitude[e]}, ${entities.longitude[e]}`));
    const away = (href, text) => make('a', { href, rel: 'noreferrer noopener', target: '_blank' }, text);
    if (/^Q\d+$/.test(entities.wikidata[e])) list.push(away(`https://www.wikidata.org/wiki/${entities.wikidata[e]}`, 'Wikidata'));
    if (/^\d+$/.test(entities.geonames[e])) list.push(away(`https://www.geonames.org/${entities.geonames[e]}`, 'GeoNames'));
    list.push(make('span', { class: 'id' }, entities.id[e]));
    return make('p', { class: 'facts' }, list);
  }

  function entity(e) {
    const { entities } = run;
    const found = state.found;
    const kind = KINDS[run.kind[e]];
    const everywhere = mentionedIn(run)[e];
    // within the filters on articles, whatever was searched for
    const list = everywhere.filter(a => (!asked.when || run.articles.date[a].startsWith(asked.when))
      && (!asked.source || run.articles.source[a] === asked.source));
    const count = a => {
      let n = 0;
      for (let m = run.from[a]; m < run.from[a + 1]; m++) if (run.who[m] === e) n++;
      return n;
    };
    const hits = new Map(list.map(a => [a, count(a)]));
    const mentions = [...hits.values()].reduce((sum, n) => sum + n, 0);
    const order = [...list].sort((a, b) => hits.get(b) - hits.get(a) || a - b);
    const near = new Map();
    for (const a of list) {
      const seen = new Set();
      for (let m = run.from[a]; m < run.from[a + 1]; m++) if (run.who[m] !== e) seen.add(run.who[m]);
      if (seen.size < MOST_TOGETHER) for (const other of seen) near.set(other, (near.get(other) || 0) + 1);
    }
    const nearest = [...near].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 16);
    const pinned = asked.pins.includes(e);
    const lines = make('ol', { class: 'concordance' });
    const more = make('p', { class: 'more' });
    const days = list.map(a => run.articles.date[a]).filter(Boolean).sort();
    body.append(
      make('p', { class: `kicker ${kind}` }, kind),
      make('h2', { id: 'sheet-title', dir: 'auto' }, entities.name[e]),
      facts(e),
      make('p', { class: 'figures' },
        make('b', {}, number(mentions)), mentions === 1 ? ' mention in ' : ' mentions in ', make('b', {}, number(list.length)),
        list.length === 1 ? ' article' : ' articles',
        list.length < everywhere.length ? ` within the filters, of ${number(everywhere.length)}` : '',
        entities.stories[e] && entities.stories[e] < everywhere.length ? `, ${counted(entities.stories[e], 'different story', 'different stories')}` : '',
        days.length ? `, ${days[0] === days[days.length - 1] ? inWords(days[0]) : `${inWords(days[0])} to ${inWords(days[days.length - 1])}`}` : ''),
      make('p', {}, make('button', {
        type: 'button',
        class: 'action',
        onclick: () => { state.pin(e, !pinned); sheet.close(); },
      }, pinned ? 'Show all articles again' : 'Show only articles that mention this')),
      make('h3', {}, 'Written as'),
      make('ul', { class: 'chips' }, entities.surfaces[e].map((surface, i) => make('li', { class: 'chip', dir: 'auto' },
        surface, ' ', make('span', { class: 'n' }, number(entities.times[e][i]))))),
      nearest.length > 0 && make('h3', {}, 'In the same articles'),
      nearest.length > 0 && make('ul', { class: 'chips' }, nearest.map(([other, n]) => chip(other, n))),
      make('h3', {}, 'Where it stands'), lines, more);

    const mine = opened;
    let next = 0;
    const load = async () => {
      more.replaceChildren('Reading …');
      const part = order.slice(next, next + ARTICLES_AT_A_TIME);
      next += part.length;
      for (const a of part) {
        const detail = await details.of(a);
        if (mine !== opened) return;
        lines.append(concordance(a, e, detail));
      }
      const left = order.length - next;
      more.replaceChildren(left > 0
        ? make('button', { type: 'button', class: 'link', onclick: load }, `Show more (${counted(left, 'article')} left)`)
        : '');
    };
    load().catch(state.fail);
  }

  // A line of a concordance; a click goes on from its mention.
  function keyword(text, mention, onclick) {
    return make('li', {}, make('button', {
      type: 'button',
      class: 'kwic',
      dir: 'auto',
      'data-tip': why(mention),
      'aria-description': why(mention),
      onclick,
    }, inLine(mention, inContext(text, mention))));
  }

  function concordance(a, e, { text, mentions }) {
    const mine = mentions.filter(mention => mention.entity === e);
    const line = mention => keyword(text, mention, () => open('a', a, mentions.indexOf(mention)));
    const lines = make('ol', { class: 'kwics' }, mine.slice(0, LINES_OF_AN_ARTICLE).map(line));
    const rest = mine.slice(LINES_OF_AN_ARTICLE);
    const more = rest.length > 0 && make('button', {
      type: 'button',
      class: 'link',
      onclick: event => { lines.append(...rest.map(line)); event.target.remove(); },
    }, `${counted(rest.length, 'more line')}`);
    return make('li', {},
      make('button', { type: 'button', class: 'article', onclick: () => open('a', a) },
        make('span', { class: 'headline', dir: 'auto' }, run.titleOf(a)),
        make('span', { class: 'meta', dir: 'auto' }, aboutArticle(run, a).join(' · ')),
        make('span', { class: 'count' }, number(mine.length))),
      lines, more);
  }

  const inLine = (mention, [before, surface, after]) => [
    make('span', { class: 'before' }, make('bdi', {}, before)),
    make('mark', { class: KINDS[run.kind[mention.entity]] }, surface),
    make('span', { class: 'after' }, make('bdi', {}, after)),
  ];

  // Why a mention is one, in words.
  function why(mention) {
    const { entities } = run;
    const e = mention.entity;
    const rules = mention.reason.split(';').filter(Boolean).map(name => (run.rules[name] ? `${name}: ${run.rules[name]}` : name));
    return [
      `${entities.name[e]} (${[KINDS[run.kind[e]], entities.class[e], entities.country[e] && run.countryName(entities.country[e])].filter(Boolean).join(', ')})`,
      `${mention.confidence} % sure${mention.role === 'name' ? '' : `, ${mention.role}`}`,
      ...rules.map(rule => `– ${rule}`),
    ].join('\n');
  }

  function article(a, chosen) {
    const { articles } = run;
    const about = aboutArticle(run, a);
    const url = articles.url[a];
    const where = make('div', { class: 'text' }, 'Reading …');
    const chips = make('ul', { class: 'chips' });
    const counts = new Map();
    for (let m = run.from[a]; m < run.from[a + 1]; m++) counts.set(run.who[m], (counts.get(run.who[m]) || 0) + 1);
    const sorted = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
    const draw = most => {
      chips.replaceChildren(...sorted.slice(0, most).map(([e, n]) => chip(e, n)));
      if (sorted.length > most) {
        chips.append(make('li', {}, make('button', { type: 'button', class: 'link', onclick: () => draw(Infinity) }, `${number(sorted.length - most)} more`)));
      }
    };
    draw(24);
    body.append(
      make('p', { class: 'kicker' }, 'article'),
      make('h2', { id: 'sheet-title', dir: 'auto' }, run.titleOf(a)),
      make('p', { class: 'facts' }, about.map(text => make('span', {}, text)),
        /^https?:\/\//i.test(url) && make('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, 'Original')),
      articles.note[a] && make('p', { class: 'notice' }, articles.note[a]),
      chips,
      sorted.length > 0 && make('p', { class: 'legend', 'aria-hidden': 'true' }, KINDS.map(kind => make('mark', { class: kind }, kind))),
      where);
    const mine = opened;
    details.of(a).then(({ text, mentions }) => {
      if (mine !== opened) return;
      if (text === null) unread(where, mentions);
      else read(where, text, mentions, chosen);
    }).catch(state.fail);
  }

  // Without its text an article is the lines around its mentions.
  function unread(where, mentions) {
    where.className = 'lines';
    where.replaceChildren(
      make('p', { class: 'notice' }, mentions.length
        ? 'The text could not be read again when this page was made; these are the lines around its mentions.'
        : 'The text could not be read again when this page was made, and nothing is mentioned in it.'),
      make('ol', { class: 'kwics' }, mentions.map(mention => {
        return keyword(null, mention, () => open('e', mention.entity));
      })));
  }

  function mark(text, mentions, number, chosen) {
    const mention = mentions[number];
    const says = why(mention);
    return make('mark', {
      class: KINDS[run.kind[mention.entity]] + (number === chosen ? ' chosen' : ''),
      role: 'link',
      tabindex: number === (chosen ?? 0) ? 0 : -1,
      'data-tip': says,
      'aria-description': says,
      'data-mention': number,
    });
  }

  function read(where, text, mentions, chosen) {
    where.replaceChildren();
    const activate = event => {
      const target = event.target.closest('mark[data-mention]');
      if (target) open('e', mentions[+target.dataset.mention].entity);
    };
    where.onclick = activate;
    where.onkeydown = event => { if (event.key === 'Enter') activate(event); };
    rove(where, 'mark[data-mention]');
    let at = 0;
    let next = 0;
    const more = make('button', { type: 'button', class: 'link', onclick: () => part() }, 'Show more of the text');
    function part() {
      more.remove();
      const until = text.length - at <= TEXT_AT_A_TIME * 1.5 ? text.length : at + TEXT_AT_A_TIME;
      const holder = make('div', { class: 'prose', dir: 'auto' });
      // marks that are open, innermost last: a mention inside another one is a mark inside a mark
      const stack = [{ node: holder, end: Infinity }];
      const write = end => {
        while (at < end) {
          const top = stack[stack.length - 1];
          const to = Math.min(end, top.end);
          if (to > at) top.node.append(text.slice(at, to));
          at = to;
          if (top.end <= at && stack.length > 1) stack.pop();
        }
        while (stack.length > 1 && stack[stack.length - 1].end <= at) stack.pop();
      };
      while (next < mentions.length && mentions[next].start < until) {
        const mention = mentions[next];
        if (mention.start >= at) {
          write(mention.start);
          const node = mark(text, mentions, next, chosen);
          stack[stack.length - 1].node.append(node);
          stack.push({ node, end: Math.min(mention.end, stack[stack.length - 1].end) });
        }
        next++;
      }
      write(Math.max(until, at));
      while (stack.length > 1) write(stack[stack.length - 1].end);
      where.append(holder);
      if (at < text.length) where.append(more);
    }
    part();
    while (chosen !== undefined && chosen !== null && next <= chosen && at < text.length) part();
    const target = where.querySelector('mark.chosen');
    if (target) target.scrollIntoView({ block: 'center' });
  }

  return { open, follow };
}
