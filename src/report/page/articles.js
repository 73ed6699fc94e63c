// The articles that answer what is asked for.

const PAGE = 20;
let pages = 1;

const orders = {
  hits: (run, found) => (a, b) => found.inArticle[b] - found.inArticle[a] || a - b,
  date: run => (a, b) => (run.articles.date[a] < run.articles.date[b] ? 1 : run.articles.date[a] > run.articles.date[b] ? -1 : a - b),
  name: () => (a, b) => a - b,
};

function aboutArticle(run, a) {
  const { articles } = run;
  const named = articles.title[a] ? articles.name[a] : '';
  // the folder says nothing beside a path that begins with it
  const source = named === '' && articles.name[a].startsWith(articles.source[a]) ? '' : articles.source[a];
  return [articles.date[a] && inWords(articles.date[a]), source, articles.author[a], named].filter(Boolean);
}

function drawArticles(run, found, open) {
  const listed = [];
  for (let a = 0; a < found.listed.length; a++) if (found.listed[a]) listed.push(a);
  listed.sort(orders[$('order').value](run, found));
  const shownNow = listed.slice(0, pages * PAGE);
  $('articles').replaceChildren(...shownNow.map(a => make('li', {},
    make('button', { type: 'button', class: 'article', 'data-article': run.articles.name[a], onclick: () => open('a', a) },
      make('span', { class: 'headline', dir: 'auto' }, run.titleOf(a)),
      make('span', { class: 'meta', dir: 'auto' }, aboutArticle(run, a).join(' · ')),
      make('span', { class: 'count' }, counted(found.inArticle[a], 'mention'))))));
  if (listed.length === 0) $('articles').replaceChildren(make('li', { class: 'none' }, 'No article.'));
  const left = listed.length - shownNow.length;
  $('more-articles').hidden = left <= 0;
  $('more-articles').textContent = `Show more (${number(left)} left)`;
  $('more-articles').onclick = () => { pages++; drawArticles(run, found, open); };
}
