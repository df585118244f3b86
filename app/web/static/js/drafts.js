// Keeps what is typed into the page's `form[data-draft]` as the person's own draft: twenty seconds
// after the last change, and when the session is about to end. POST /drafts takes
//   {"path": "/the/page", "fields": {"name": ["value", …]}}
// and never a passphrase, a code or a token. A page may hold several forms, and the board puts fresh
// ones in their place; those in which something was typed, or given back before, are kept together.
import { post } from './post.js'

const PAUSE = 20000
const first = new WeakMap() // each form as it was before anything was typed into it
let kept = '{}'
let timer = null

function forms () {
  return [...document.querySelectorAll('main form[data-draft]')]
}

function meet () {
  forms().filter((form) => !first.has(form)).forEach((form) => first.set(form, written([form])))
}

function written (some) {
  const found = {}
  for (const form of some) {
    for (const [name, value] of new FormData(form)) {
      const box = form.elements.namedItem(name)
      const secret = box && (box.type === 'password' || box.autocomplete === 'one-time-code')
      if (secret || name === 'csrf_token' || typeof value !== 'string') continue
      found[name] = [...(found[name] || []), value]
    }
  }
  return JSON.stringify(found)
}

function typed () {
  meet()
  return written(forms().filter((form) =>
    form.querySelector('[data-kept]') || written([form]) !== first.get(form)))
}

async function keep () {
  clearTimeout(timer)
  const now = typed()
  if (now === kept || now === '{}') return
  const answer = await post('/drafts', { json: { path: location.pathname, fields: JSON.parse(now) } })
  if (answer.ok) kept = now
}

meet()
document.addEventListener('focusin', meet)
document.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(() => keep().catch(() => {}), PAUSE)
})
document.addEventListener('submit', () => clearTimeout(timer))
document.addEventListener('marac:look', () => { kept = '{}' }) // sent: its draft is gone
document.addEventListener('marac:ending', (event) => event.detail.wait(keep()))
