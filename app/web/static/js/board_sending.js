// Sends the board's forms in place. What nobody has acknowledged stays in memory, oldest first, and is
// sent again with the same id (`once`), so that it is saved once however often it arrives.
//
// `<div id="share" data-form><form data-kept-at=…>…</form></div>` is sent with X-In-Place; the answer is
// that element alone, fresh or with its errors, and nothing else on the page is touched. A form with
// data-adds makes a new entry each time: it is emptied for the next while the last one waits.
import { filled, fresh as untouched, isTyped, keptAlready, settle, taken, tell, written } from './board_keeping.js'
import { typeAhead } from './board_typeahead.js'
import { toSignIn } from './post.js'

const IN_PLACE = { 'X-In-Place': '1' }
const AGAIN = 'Not saved yet, trying again'
const PAUSES = [1000, 2000, 4000, 8000]
const PASSING = [502, 503, 504]
const waiting = []
let refused = []
let trying = false
let say = () => {}

// `speak(words)` tells everybody who listens; see board.js.
export function speakWith (speak) {
  say = speak
}

export function isWaiting () {
  return waiting.length > 0 || refused.length > 0
}

export async function send (form, submitter) {
  if (form.dataset.busy) return
  form.dataset.busy = 'yes'
  await settle(form)
  const entry = entryOf(form, submitter)
  delete form.dataset.busy
  if (waiting.some((one) => one.body.get('once') === entry.body.get('once') && one.sent === entry.sent)) return
  waiting.push(entry)
  if (waiting[0].tries) held(entry)
  await work()
}

export async function open (address) {
  try {
    await show(await fetch(address, { headers: IN_PLACE, cache: 'no-store' }), null)
  } catch {
    say('The connection is interrupted. Try again.')
  }
}

function entryOf (form, submitter) {
  const address = submitter?.hasAttribute('formaction') ? submitter.formAction : form.action
  return {
    address,
    id: form.closest('[data-form]').id,
    body: new FormData(form, submitter),
    keptAt: form.dataset.keptAt,
    adds: 'adds' in form.dataset && !submitter?.dataset.road,
    fills: Boolean(submitter?.dataset.road),
    sent: written(form),
    tries: 0
  }
}

// One after the other, in the order in which they were written; the first that does not arrive waits.
async function work () {
  if (trying) return
  trying = true
  while (waiting.length) {
    const entry = waiting[0]
    const button = formOf(entry)?.querySelector('[type=submit]')
    if (button && !entry.tries) button.setAttribute('aria-disabled', 'true')
    const answer = await attempt(entry)
    button?.removeAttribute('aria-disabled')
    if (!answer) {
      held(entry)
      await pause(entry)
      continue
    }
    waiting.shift()
    taken(entry.keptAt)
    if (await show(answer, entry) && !entry.fills) {
      said(entry, 'Saved')
      document.dispatchEvent(new Event('marac:look'))
    }
  }
  trying = false
}

async function attempt (entry) {
  const headers = entry.tries ? { ...IN_PLACE, 'X-Poll': '1' } : IN_PLACE
  try {
    const answer = await fetch(entry.address, {
      method: 'POST', body: entry.body, headers, cache: 'no-store'
    })
    return PASSING.includes(answer.status) ? null : answer
  } catch {
    return null
  }
}

function held (entry) {
  const form = formOf(entry)
  entry.tries += 1
  if (!form) return
  if (entry.adds && written(form) === entry.sent) empty(form)
  const here = waiting.filter((one) => one.id === entry.id).length
  tell(form, here > 1 ? `${AGAIN}: ${here} entries` : AGAIN)
}

function pause (entry) {
  const length = PAUSES[Math.min(entry.tries - 1, PAUSES.length - 1)]
  return new Promise((resolve) => {
    setTimeout(resolve, length)
    addEventListener('online', resolve, { once: true })
  })
}

// Puts the form that came back into its place; true if it came back clean. Where somebody has typed
// on meanwhile their words stay, and a form with errors waits until the box is free.
async function show (answer, entry) {
  if (answer.status === 401 || new URL(answer.url).pathname === '/sign-in') {
    toSignIn()
    return false
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = page.querySelector('[data-form]')
  if (!next) {
    say(page.querySelector('main p')?.textContent || 'This was not saved. Load the page again.')
    return false
  }
  const isClean = answer.ok && !next.querySelector('.govuk-error-message')
  const form = formOf(entry || { id: next.id })
  const typedOn = entry && form && written(form) !== entry.sent && isTyped(form)
  if (!typedOn) put(next, isClean)
  else if (isClean) carryOver(form, next.querySelector('form'))
  else refused = [...refused, next]
  if (entry?.fills && !typedOn) filled(formOf(entry))
  if (!isClean && !typedOn && answer.status === 422) keptAlready(formOf({ id: next.id }))
  if (!isClean) said(entry || { id: next.id }, 'Not saved. The message is beside the box.')
  return isClean
}

// Beside the box, so that nothing is covered; a moment later, so that it is read out.
function said (entry, words) {
  setTimeout(() => {
    const form = formOf(entry)
    if (form && !waiting.some((one) => one.id === entry.id)) tell(form, words)
  }, 50)
}

function put (next, isClean) {
  const place = document.getElementById(next.id)
  const had = place.contains(document.activeElement) || !isTypingElsewhere(place)
  place.replaceChildren(...next.childNodes)
  typeAhead(place)
  const form = place.querySelector('form[data-kept-at]')
  if (waiting.some((one) => one.id === place.id)) tell(form, AGAIN)
  if (isClean && refused.some((one) => one.id === place.id)) return comeBack(place.id)
  const on = toGoOn(place)
  if (had) on?.focus()
  if (had && on?.matches('[data-road]')) on.closest('[data-roads]').scrollIntoView({ block: 'center' })
}

function comeBack (id) {
  const back = refused.find((one) => one.id === id)
  refused = refused.filter((one) => one !== back)
  put(back, false)
}

// What to do next in a form: an open road, the box with an error, or the first box.
function toGoOn (place) {
  const road = place.querySelector('[data-road]')
  const advice = place.querySelector('[data-caution] button')
  const wrong = place.querySelector('.govuk-error-message')
  return road || advice || wrong?.parentElement.querySelector('input, textarea, select') || firstBox(place)
}

export function firstBox (place) {
  const own = place?.querySelector('form[data-kept-at]') || place
  return own?.querySelector('textarea, input:not([type=hidden]), select')
}

// The next save of a form in which somebody typed on stands on what was saved, under a new id.
function carryOver (form, next) {
  for (const name of ['once', 'once_first', 'revision']) {
    const box = form.elements.namedItem(name)
    const newer = next.elements.namedItem(name)
    if (!box || !newer) continue
    box.value = newer.value
    waiting.filter((one) => one.keptAt === form.dataset.keptAt && !one.adds)
      .forEach((one) => one.body.set(name, newer.value))
  }
}

function empty (form) {
  for (const box of form.elements) {
    if (box.name === 'once' || box.name === 'once_first') box.value = crypto.randomUUID()
    else if (box.name === 'due_on') box.value = box.defaultValue
    else if (box.matches('textarea, select, input:not([type=hidden])')) box.value = ''
  }
  form.querySelectorAll('[data-kept], .govuk-error-message').forEach((note) => note.remove())
  untouched(form)
  if (form.contains(document.activeElement)) firstBox(form.closest('[data-form]'))?.focus()
}

function formOf ({ id }) {
  return document.getElementById(id)?.querySelector('form[data-kept-at]')
}

function isTypingElsewhere (place) {
  const at = document.activeElement
  return at.matches('textarea, input, select') && !place.contains(at)
}
