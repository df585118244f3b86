// Keeps what is typed into `form[data-draft]` as the person's own draft: twenty seconds after the
// last change, and when the session is about to end. POST /drafts takes
//   {"path": "/the/page", "fields": {"name": ["value", …]}}
// and never a passphrase, a code or a token.
import { post } from './post.js'

const PAUSE = 20000
const form = document.querySelector('main form[data-draft]')
let kept = form ? written() : ''
let timer = null

function fields () {
  const found = {}
  for (const [name, value] of new FormData(form)) {
    const box = form.elements.namedItem(name)
    const secret = box && (box.type === 'password' || box.autocomplete === 'one-time-code')
    if (secret || name === 'csrf_token' || typeof value !== 'string') continue
    found[name] = [...(found[name] || []), value]
  }
  return found
}

function written () {
  return JSON.stringify(fields())
}

async function keep () {
  clearTimeout(timer)
  const now = form ? written() : ''
  if (now === kept) return
  const answer = await post('/drafts', { json: { path: location.pathname, fields: fields() } })
  if (answer.ok) kept = now
}

if (form) {
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => keep().catch(() => {}), PAUSE)
  })
  form.addEventListener('submit', () => clearTimeout(timer))
  document.addEventListener('marac:ending', (event) => event.detail.wait(keep()))
}
