// Mentions over time: a bar for each day, month, year or decade, by kind. A click on a bar filters by it.

const MOST_BARS = 130;

// The periods from the first date to the last, at the finest unit that gives few enough bars.
function periods(dates) {
  const known = dates.filter(Boolean);
  if (known.length === 0) return null;
  let [first, last] = [known[0], known[0]];
  for (const date of known) {
    if (date < first) first = date;
    if (date > last) last = date;
  }
  const years = +last.slice(0, 4) - +first.slice(0, 4) + 1;
  const pad = n => String(n).padStart(2, '0');
  const list = [];
  const days = (Date.parse(last) - Date.parse(first)) / 86400000 + 1;
  if (first.length === 10 && days <= MOST_BARS / 2) {
    for (let day = 0; day < days; day++) list.push(new Date(Date.parse(first) + day * 86400000).toISOString().slice(0, 10));
  } else if (years * 12 <= MOST_BARS) {
    for (let year = +first.slice(0, 4); year <= +last.slice(0, 4); year++) {
      for (let month = 1; month <= 12; month++) list.push(`${String(year).padStart(4, '0')}-${pad(month)}`);
    }
    while (list[0] < first.slice(0, 7)) list.shift();
    while (list[list.length - 1] > last.slice(0, 7)) list.pop();
  } else if (years <= MOST_BARS) {
    for (let year = +first.slice(0, 4); year <= +last.slice(0, 4); year++) list.push(String(year).padStart(4, '0'));
  } else {
    for (let decade = +first.slice(0, 3); decade <= +last.slice(0, 3); decade++) list.push(String(decade).padStart(3, '0'));
  }
  return list;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function inWords(period) {
  if (period.length === 3) return `${period}0s`;
  const [year, month, day] = period.split('-');
  return [day && String(+day), month && MONTHS[+month - 1], year].filter(Boolean).join(' ');
}

function makeTime(run, choose) {
  const list = periods(run.articles.date);
  const undated = run.articles.date.filter((date, a) => !date && run.articles.status[a] === 0).length;
  const read = run.articles.status.filter(status => status === 0).length;
  if (!list) {
    $('time-hint').textContent = 'No article has a date that is certain.';
    $('time').remove();
    return () => {};
  }
  $('time-hint').textContent = undated
    ? `${counted(undated, 'article')} of ${number(read)} without a certain date ${undated === 1 ? 'is' : 'are'} not shown here.`
    : 'By the dates of the articles. A click on a bar filters by it.';
  const size = list[0].length;
  const index = new Map(list.map((period, i) => [period, i]));
  const bucket = Int32Array.from(run.articles.date, date => (date ? index.get(date.slice(0, size)) ?? -1 : -1));
  const stacks = list.map((period, i) => {
    const parts = KINDS.map(kind => make('span', { class: `part ${kind}` }));
    const button = make('button', {
      type: 'button',
      class: 'when',
      tabindex: i === 0 ? 0 : -1,
      'data-when': period,
      onclick: () => choose(asked.when === period ? '' : period),
    }, parts);
    return { period, button, parts };
  });
  const step = Math.ceil(list.length / 12);
  const scale = make('div', { class: 'scale', 'aria-hidden': 'true' });
  const bars = make('div', { class: 'stacks', role: 'group', 'aria-label': 'Mentions over time' }, stacks.map(s => s.button));
  const axis = make('div', { class: 'axis', 'aria-hidden': 'true' }, list.map((period, i) =>
    make('span', {}, i % step === 0 ? make('span', {}, short(period)) : '')));
  $('time').append(scale, bars, axis);
  rove(bars, '.when');

  return function drawTime(found) {
    const counts = list.map(() => [0, 0, 0]);
    for (let a = 0; a < bucket.length; a++) {
      if (bucket[a] < 0 || !found.inArticle[a]) continue;
      const count = counts[bucket[a]];
      for (let m = run.from[a]; m < run.from[a + 1]; m++) {
        if (found.byEntity[run.who[m]]) count[run.kind[run.who[m]]]++;
      }
    }
    const most = Math.max(1, ...counts.map(count => count[0] + count[1] + count[2]));
    scale.textContent = number(most);
    stacks.forEach(({ period, button, parts }, i) => {
      const total = counts[i][0] + counts[i][1] + counts[i][2];
      parts.forEach((part, k) => { part.style.height = `${(100 * counts[i][k]) / most}%`; });
      const says = `${inWords(period)}: ${counted(total, 'mention')}`;
      button.dataset.tip = says;
      button.setAttribute('aria-label', says);
      button.setAttribute('aria-pressed', String(asked.when === period));
    });
  };
}

function short(period) {
  if (period.length === 3) return `${period}0s`;
  const [year, month, day] = period.split('-');
  if (day) return `${+day} ${MONTHS[+month - 1].slice(0, 3)}`;
  return month ? `${MONTHS[+month - 1].slice(0, 3)} ${year}` : year;
}
