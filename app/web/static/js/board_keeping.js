// Keeps what is typed into the board's boxes, each form by itself, sealed on the server for its writer:
// two seconds after the last key, or eight after the first, and never twice in five seconds. Says so beside the
// box. `<form data-kept-at="/its/own/address">` holds a `[data-state]` for the words. Nothing of it is
// ever put into the browser's own storage.
import { post } from './post.js'

const PAUSE = 2000
const APART = 5000
const LONGEST = 8000 // without a pause
const first = new WeakMap() // each form as it came
const kept = new Map() // by address: what the server has
let timer = null
let last = -APART
let since = 0 // when the first word was typed that the server does not have
let onItsWay = null

const forms = () => [...document.querySelectorAll('main form[data-kept-at]')]

// Says something beside the box of a form.
export function tell (form, words) {
  const place = form.querySelector('[data-state]')
  if (place) place.textContent = words
}

// Whether somebody has typed into a form since it came.
export function isTyped (form) {
  meet()
  return written(form) !== first.get(form)
}

export function written (form) {
  const found = {}
  for (const [name, value] of new FormData(form)) {
    if (name === 'csrf_token' || name === 'page_of_form' || typeof value !== 'string') continue
    found[name] = [...(found[name] || []), value]
  }
  return JSON.stringify(found)
}

// A form is sent: nothing that was typed into it may arrive after it.
export async function settle (form) {
  clearTimeout(timer)
  tell(form, '')
  const wait = new Promise((resolve) => setTimeout(resolve, 1000))
  if (onItsWay) await Promise.race([onItsWay, wait])
  schedule()
}

// The server has thrown the draft of an address away; what is typed there now is kept again.
export function taken (address) {
  kept.delete(address)
  schedule()
}

// As it stands now is how it came: for a form that was emptied for the next entry.
export function fresh (form) {
  first.set(form, written(form))
}

// What somebody else filled in for this person to look at is theirs: it is kept as if it were typed.
export function filled (form) {
  first.set(form, '')
  schedule()
}

// What was refused is kept by the server as it says so; the words are still somebody's, and not saved.
export function keptAlready (form) {
  first.set(form, '')
  kept.set(form.dataset.keptAt, written(form))
}

// Whether something is typed that the server does not have yet.
export function isUnkept () {
  return toKeep().length > 0
}

function meet () {
  forms().filter((form) => !first.has(form)).forEach((form) => {
    first.set(form, written(form))
    if (form.querySelector('[data-kept]')) kept.set(form.dataset.keptAt, written(form))
  })
}

function toKeep () {
  meet()
  return forms().filter((form) => {
    const had = kept.get(form.dataset.keptAt)
    return had === undefined ? isTyped(form) : had !== written(form)
  })
}

function schedule () {
  clearTimeout(timer)
  const now = performance.now()
  since = since || now
  timer = setTimeout(next, Math.max(Math.min(PAUSE, since + LONGEST - now), last + APART - now))
}

async function next () {
  const [form] = toKeep()
  if (!form) return
  await keep(form)
  if (toKeep().length) schedule()
}

async function keep (form) {
  const now = written(form)
  const address = form.dataset.keptAt
  since = 0
  last = performance.now()
  onItsWay = post('/drafts', { json: { path: address, fields: JSON.parse(now) } })
  try {
    const answer = await onItsWay
    if (!answer.ok) return
    kept.set(address, now)
    document.dispatchEvent(new CustomEvent('marac:seen'))
    if (written(form) === now) tell(form, 'Kept')
  } catch {
    if (!form.querySelector('[data-state]')?.textContent) tell(form, 'Not kept: the connection is interrupted')
    schedule()
  } finally {
    onItsWay = null
  }
}

meet()
document.addEventListener('focusin', meet)
document.addEventListener('input', ({ target }) => {
  const form = target.closest('form[data-kept-at]')
  if (!form) return
  tell(form, '')
  schedule()
})
document.addEventListener('visibilitychange', () => { if (document.hidden) next() })
document.addEventListener('marac:ending', (event) => event.detail.wait(Promise.all(toKeep().map(keep))))
