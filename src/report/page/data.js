// What the page carries: blocks of JSON, deflated, in base64. Nothing of it is parsed before it is needed.

const KINDS = ['person', 'organization', 'place'];
const KINDS_NAMED = ['People', 'Organizations', 'Places'];

async function unpack(block) {
  const letters = atob(block.textContent);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}

// The run: entities, articles, and for each article whom it mentions, mention by mention.
async function readRun() {
  const run = await unpack($('overview'));
  const { entities, articles } = run;
  run.who = Uint32Array.from(run.who);
  const from = new Uint32Array(articles.name.length + 1);
  articles.mentions.forEach((count, i) => { from[i + 1] = from[i] + count; });
  run.from = from;
  run.kind = Uint8Array.from(entities.kind);
  run.nameOf = e => entities.name[e];
  run.titleOf = a => articles.title[a] || articles.name[a];
  run.sourceOf = a => articles.source[a];
  run.countryName = code => run.countries[code] || code;
  run.entityById = new Map(entities.id.map((id, e) => [id, e]));
  run.articleByName = new Map(articles.name.map((name, a) => [name, a]));
  return run;
}

// Which articles mention each entity, made when first asked.
function mentionedIn(run) {
  if (!run.lists) {
    const lists = run.entities.id.map(() => []);
    for (let a = 0; a < run.articles.name.length; a++) {
      for (let m = run.from[a]; m < run.from[a + 1]; m++) {
        const list = lists[run.who[m]];
        if (list[list.length - 1] !== a) list.push(a);
      }
    }
    run.lists = lists;
  }
  return run.lists;
}

// Texts and mentions of some articles at a time, unpacked on demand; the last few are kept.
const KEPT = 8;

function readDetails(run) {
  const whole = new Promise(done => {
    if (document.readyState !== 'loading') done();
    else document.addEventListener('DOMContentLoaded', done);
  }).then(() => [...document.querySelectorAll('script[data-first]')].map(block => [+block.dataset.first, block]));
  const kept = new Map();
  const chunk = async number => {
    const blocks = await whole;
    if (!kept.has(number)) kept.set(number, unpack(blocks[number][1]));
    const promise = kept.get(number);
    kept.delete(number);
    kept.set(number, promise);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return promise;
  };
  return {
    async count() { return (await whole).length; },
    // The articles of a chunk: the number of the first, and what is known of each.
    async chunk(number) { return { first: (await whole)[number][0], ...(await chunk(number)) }; },
    async of(article) {
      const blocks = await whole;
      let low = 0;
      let high = blocks.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (blocks[middle][0] <= article) low = middle;
        else high = middle - 1;
      }
      const { articles, reasons } = await chunk(low);
      return mentionsOf(run, article, articles[article - blocks[low][0]], reasons);
    },
  };
}

const ROLES = ['name', 'demonym', 'nested', 'repeat'];

// An article's detail as mentions that know what stands before and after them.
function mentionsOf(run, article, detail, reasons) {
  const base = run.from[article];
  const text = detail.text;
  const mentions = detail.reason.map((reason, i) => ({
    entity: run.who[base + i],
    reason: reasons[reason],
    role: ROLES[detail.role[i]],
    confidence: detail.confidence[i],
    start: text === null ? -1 : detail.start[i],
    end: text === null ? -1 : detail.start[i] + detail.length[i],
    context: text === null ? detail.context[i] : null,
  }));
  return { text, mentions };
}

const WIDTH = 70;

// A line of the concordance: before, the words themselves, after.
function inContext(text, mention) {
  if (text === null) {
    // the table has the context without the spaces at its ends
    const [before, surface, after] = mention.context;
    return [/[\p{Pi}\p{Ps}-]$/u.test(before) || !before ? before : `${before} `, surface, /^[\p{Po}\p{Pf}\p{Pe}-]/u.test(after) ? after : ` ${after}`];
  }
  const tidy = part => part.replace(/\s+/g, ' ');
  return [
    tidy(text.slice(Math.max(0, mention.start - WIDTH), mention.start)).replace(/^\S*\s/, ''),
    tidy(text.slice(mention.start, mention.end)),
    tidy(text.slice(mention.end, mention.end + WIDTH)).replace(/\s\S*$/, ''),
  ];
}
