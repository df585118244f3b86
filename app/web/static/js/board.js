// The board and the meeting's page: forms sent in place, single keys, the clock, following the chair.
// Everything here only makes shorter what the plain forms and links do.
//
// `<div id="share" data-form><form>…</form></div>` is sent with X-In-Place; the answer is that element
// alone, fresh or with its errors, and nothing else on the page is touched.
import { toSignIn } from './post.js'

const IN_PLACE = { 'X-In-Place': '1' }
const KEYS_OFF = 'keys-off'
const LATER = 30000
const SHOWN = 5000
const first = { s: '#share', r: '#add-risk', a: '#add-action' }

const region = document.querySelector('[data-poll]')
let here = { place: region?.dataset.place, heard: region?.dataset.heard }
let silence = null
let sent = null // a form that is on its way with the whole page

document.addEventListener('submit', (event) => {
  const place = event.target.closest('[data-form]')
  if (!place) {
    sent = event.target
    return
  }
  event.preventDefault()
  send(event.target)
})
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-open-form]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open(link.href)
})
document.addEventListener('keydown', press)
document.addEventListener('marac:new', ({ detail }) => follow(detail.region))
addEventListener('beforeunload', (event) => {
  if (isTyped()) event.preventDefault()
})
setInterval(tick, LATER)
tick()
remember()

async function send (form) {
  const button = form.querySelector('button[type=submit]')
  if (button.disabled) return
  button.disabled = true
  try {
    const body = new FormData(form)
    const answer = await fetch(form.action, { method: 'POST', body, headers: IN_PLACE, cache: 'no-store' })
    const isSaved = await show(answer)
    if (isSaved) {
      say('Saved')
      document.dispatchEvent(new Event('marac:look'))
    }
  } catch {
    say('This was not saved: the connection is interrupted. Your words are still here. Try again.')
  }
  button.disabled = false
}

async function open (address) {
  try {
    await show(await fetch(address, { headers: IN_PLACE, cache: 'no-store' }))
  } catch {
    say('The connection is interrupted. Try again.')
  }
}

// Puts the form that came back into its place; true if it came back clean.
async function show (answer) {
  if (answer.status === 401 || new URL(answer.url).pathname === '/sign-in') return toSignIn()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector('[data-form]')
  if (!fresh) {
    say(page.querySelector('main p')?.textContent || 'This was not saved. Load the page again.')
    return false
  }
  const place = document.getElementById(fresh.id)
  place.replaceChildren(...fresh.childNodes)
  const wrong = place.querySelector('.govuk-error-message')
  if (wrong) say('Not saved. The message is beside the box.')
  const box = wrong ? wrong.parentElement.querySelector('input, textarea, select') : firstBox(place)
  box?.focus()
  return answer.ok && !wrong
}

function press (event) {
  const box = event.target
  const typing = box.matches('input:not([type=checkbox]):not([type=radio]), textarea, select')
  if (event.key === 'Escape' && typing) return box.blur()
  if (event.key === 'Enter' && event.ctrlKey && box.form) return box.form.requestSubmit()
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || areKeysOff()) return
  const target = targetOf(event.key)
  if (!target) return
  event.preventDefault()
  target.scrollIntoView({ block: 'center' })
  target.focus()
}

function targetOf (key) {
  if (first[key]) return firstBox(document.querySelector(first[key]))
  if (key === 'n') return document.getElementById('next-case')
  if (key === 'g') return document.querySelector('[data-follow]')
  if (key === '?') return document.querySelector('#keys summary')
  return null
}

function firstBox (place) {
  return place?.querySelector('textarea, input:not([type=hidden]), select')
}

// The hearing has moved on, or other forms belong on the page now: go along, unless that would
// take away what is being typed. Somebody who looked back at an earlier case is left there.
function follow (fresh) {
  if (!fresh || isTyped()) return
  const before = here
  here = { place: fresh.dataset.place, heard: fresh.dataset.heard }
  const followed = before.heard === location.pathname
  if (followed && here.heard && here.heard !== before.heard) return location.assign(here.heard)
  if (here.place !== before.place) location.reload()
}

function isTyped () {
  const boxes = 'main textarea, main input:not([type=hidden]):not([type=checkbox]):not([type=radio])'
  return [...document.querySelectorAll(boxes)].some((box) =>
    box.form !== sent && box.value !== box.defaultValue)
}

function tick () {
  document.querySelectorAll('[data-since]').forEach((place) => {
    const gone = Math.floor((Date.now() - Date.parse(place.dataset.since)) / 60000)
    place.textContent = gone < 1 ? 'just begun' : gone === 1 ? '1 minute so far' : `${gone} minutes so far`
  })
}

function say (words) {
  const place = document.querySelector('.app-live-status')
  if (!place) return
  place.textContent = words
  clearTimeout(silence)
  silence = setTimeout(() => { place.textContent = '' }, SHOWN)
}

function areKeysOff () {
  return sessionStorage.getItem(KEYS_OFF) === 'yes'
}

function remember () {
  const box = document.querySelector('[data-keys-off]')
  if (!box) return
  box.checked = areKeysOff()
  box.addEventListener('change', () => sessionStorage.setItem(KEYS_OFF, box.checked ? 'yes' : 'no'))
}
