// Elements. Whatever comes from an article or a list becomes a text node or an attribute, never HTML.

const SVG = 'http://www.w3.org/2000/svg';
const $ = id => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const digits = new Intl.NumberFormat('en');
const number = n => digits.format(n);
const counted = (n, thing, things = thing + 's') => `${number(n)} ${n === 1 ? thing : things}`;

// Text as it is compared: without case and marks, as the lists are matched.
const fold = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

// One stop of the Tab key for a group; arrows go on inside.
function rove(group, selector) {
  group.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(selector)) return;
    const stops = [...group.querySelectorAll(selector)];
    const next = stops[stops.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    event.target.setAttribute('tabindex', -1);
    next.setAttribute('tabindex', 0);
    next.focus();
  });
}

// The one tip: what an element has in data-tip, at the pointer or, for the keyboard, below the element.
function tips() {
  const tip = $('tip');
  const hide = () => { tip.hidden = true; };
  const show = (target, x, y) => {
    const host = $('sheet').open ? $('sheet') : document.body;
    if (tip.parentNode !== host) host.append(tip);
    tip.textContent = target.dataset.tip;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    tip.style.left = `${Math.max(8, Math.min(x + 12, wide - box.width - 8))}px`;
    tip.style.top = `${y + 18 + box.height > window.innerHeight ? Math.max(4, y - box.height - 12) : y + 18}px`;
  };
  const of = event => (event.target.closest ? event.target.closest('[data-tip]') : null);
  document.addEventListener('pointermove', event => {
    const target = event.pointerType === 'touch' ? null : of(event);
    if (target) show(target, event.clientX, event.clientY);
    else hide();
  });
  document.addEventListener('focusin', event => {
    const target = of(event);
    if (!target || !target.matches(':focus-visible')) return hide();
    const box = target.getBoundingClientRect();
    show(target, box.left, box.bottom - 10);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', hide, true);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
}
