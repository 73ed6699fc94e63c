// What is asked for, and what of the run answers it. One pass over all mentions.

const asked = { q: '', kinds: [true, true, true], country: '', when: '', source: '', pins: [] };

const isAsked = () =>
  asked.q !== '' || asked.kinds.includes(false) || asked.country || asked.when || asked.source || asked.pins.length > 0;

function foldedNames(run) {
  if (!run.folded) {
    const { entities, articles } = run;
    run.folded = {
      entities: entities.name.map((name, e) => fold(`${name}\n${entities.surfaces[e].join('\n')}`)),
      articles: articles.name.map((name, a) => fold(`${articles.title[a]}\n${name}\n${articles.author[a]}`)),
    };
  }
  return run.folded;
}

// `texts`: articles whose text holds what is searched for, as far as they were looked through.
function answer(run, texts) {
  const { entities, articles, who, from, kind } = run;
  const size = articles.name.length;
  const found = {
    mentions: 0,
    articles: 0,
    byEntity: new Uint32Array(kind.length),
    articlesOf: new Uint32Array(kind.length),
    inArticle: new Uint32Array(size),
    listed: new Uint8Array(size),
    entityMatches: 0,
  };
  const q = fold(asked.q.trim());
  const isEntity = new Uint8Array(kind.length);
  const matches = new Uint8Array(kind.length);
  for (let e = 0; e < kind.length; e++) {
    isEntity[e] = asked.kinds[kind[e]] && (!asked.country || entities.country[e] === asked.country) ? 1 : 0;
  }
  let articleMatches = null;
  if (q) {
    const folded = foldedNames(run);
    for (let e = 0; e < kind.length; e++) {
      if (isEntity[e] && folded.entities[e].includes(q)) {
        matches[e] = 1;
        found.entityMatches++;
      }
    }
    articleMatches = new Uint8Array(size);
    for (let a = 0; a < size; a++) articleMatches[a] = texts[a] || folded.articles[a].includes(q) ? 1 : 0;
  }
  // a name narrows the mentions to it; words that are no name narrow them to the articles that have these words
  const byName = found.entityMatches > 0;
  const pinned = pinnedArticles(run);
  const last = new Int32Array(kind.length).fill(-1);
  const entityAsked = asked.country || asked.kinds.includes(false);
  for (let a = 0; a < size; a++) {
    if (asked.when && !articles.date[a].startsWith(asked.when)) continue;
    if (asked.source && articles.source[a] !== asked.source) continue;
    if (pinned && !pinned.has(a)) continue;
    if (q && !byName && !articleMatches[a]) continue;
    let hits = 0;
    for (let m = from[a]; m < from[a + 1]; m++) {
      const e = who[m];
      if (!isEntity[e] || (byName && !matches[e])) continue;
      hits++;
      found.byEntity[e]++;
      if (last[e] !== a) {
        last[e] = a;
        found.articlesOf[e]++;
      }
    }
    found.inArticle[a] = hits;
    found.mentions += hits;
    const isRead = articles.status[a] === 0;
    if (isRead && (hits > 0 || (!entityAsked && (!q || articleMatches[a])))) {
      found.listed[a] = 1;
      found.articles++;
    }
  }
  found.isEntity = isEntity;
  found.byName = byName;
  return found;
}

function pinnedArticles(run) {
  if (asked.pins.length === 0) return null;
  const lists = mentionedIn(run);
  let common = null;
  for (const pin of asked.pins) {
    const list = lists[pin];
    common = new Set(common ? list.filter(a => common.has(a)) : list);
  }
  return common;
}

// The `most` entities with the highest counts, in order.
function ranked(counts, most, takes) {
  const top = [];
  let least = 0;
  for (let e = 0; e < counts.length; e++) {
    const count = counts[e];
    if (count === 0 || (top.length === most && count <= least) || !takes(e)) continue;
    let at = top.length;
    while (at > 0 && counts[top[at - 1]] < count) at--;
    top.splice(at, 0, e);
    if (top.length > most) top.pop();
    least = counts[top[top.length - 1]];
  }
  return top;
}

// Letters that folding changes beyond their case; curly quotes and dashes are none.
const MARKED = /[\u00c0-\u1fff\u2c00-\uffff]/;

// Whether a text holds folded words. Most texts need no folding, which takes longer than all else.
const holds = (text, q) => text.toLowerCase().includes(q) || (MARKED.test(text) && fold(text).includes(q));

// Looks for words in the texts, chunk by chunk, until somebody asks for other words.
async function searchTexts(run, details, words, isWanted, progress) {
  const found = new Uint8Array(run.articles.name.length);
  const q = fold(words.trim());
  const chunks = await details.count();
  for (let number = 0; number < chunks; number++) {
    if (!isWanted()) return null;
    const { first, articles } = await details.chunk(number);
    articles.forEach((article, i) => {
      if (article.text !== null && holds(article.text, q)) found[first + i] = 1;
    });
    progress(number + 1, chunks);
  }
  return isWanted() ? found : null;
}
