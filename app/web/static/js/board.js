// The board and the meeting's page: single keys, the clock, what an action still lacks, following the
// chair. Forms are sent in place (board_sending.js), what is typed is kept (board_keeping.js), and people
// and agencies are found as they are typed (board_typeahead.js).
// Everything here only makes shorter what the plain forms and links do.
import { isTyped, isUnkept } from './board_keeping.js'
import { firstBox, isWaiting, open, send, speakWith } from './board_sending.js'
import { typeAhead } from './board_typeahead.js'

const KEYS_OFF = 'keys-off'
const LATER = 30000
const SHOWN = 5000
const first = { p: '#present', s: '#share', o: '[data-for-agency]', r: '#add-risk', a: '#add-action' }

const region = document.querySelector('[data-poll]')
let here = { place: region?.dataset.place, heard: region?.dataset.heard }
let silence = null
let sent = null // a form that is on its way with the whole page

speakWith(say)
typeAhead(document)
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.matches('[data-for-agency]') && !form.elements.namedItem('agency-select').value) {
    event.preventDefault()
    return say('Choose an agency that is in the list.')
  }
  if (!form.closest('[data-form]')) {
    sent = form
    return
  }
  event.preventDefault()
  if (form.dataset.keptAt) return send(form, event.submitter)
  shareLines(form, event.submitter)
})
document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-open-form]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  openIn(link.href)
})
document.addEventListener('keydown', press)
document.addEventListener('focusin', ({ target }) => { if (target.name === 'due_on') target.select() })
document.addEventListener('input', ({ target }) => stillToSay(target.closest('#add-action form')))
document.addEventListener('change', ({ target }) => {
  stillToSay(target.closest('#add-action form'))
  if (target.matches('[data-for-agency] select')) writeFor(target)
})
document.addEventListener('marac:new', ({ detail }) => {
  tick()
  follow(detail.region)
})
addEventListener('beforeunload', (event) => {
  if ((isUnkept() && !sent) || isWaiting()) event.preventDefault()
})
setInterval(tick, LATER)
tick()
remember()

// Lines of research are shared by the form above the box; what is being written there is saved first.
function shareLines (form, submitter) {
  const own = form.closest('[data-form]').querySelector('form[data-kept-at]')
  if (own && isTyped(own)) return say('Save what you are writing in this box first, then share.')
  send(form, submitter)
}

function openIn (address) {
  const id = address.includes('/share') ? 'share' : 'add-risk'
  const own = document.querySelector(`#${id} form[data-kept-at]`)
  if (own && isTyped(own)) return say('Save or clear what you are writing in that box first.')
  open(address)
}

// An agency was chosen out of the list: its box opens in place, and the list is ready for the next.
function writeFor (list) {
  const address = `${list.form.action}/${list.value}`
  document.activeElement.blur()
  for (const box of list.form.querySelectorAll('select, input')) box.value = ''
  openIn(address)
}

function press (event) {
  const box = event.target
  const typing = box.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=option]')
  if (event.key === 'Escape' && typing) return box.blur()
  if (event.key === 'Enter' && box.form && sends(event, box)) {
    event.preventDefault()
    return box.form.requestSubmit()
  }
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || areKeysOff()) return
  const road = /^[1-9]$/.test(event.key) && document.querySelector(`[data-road="${event.key}"]`)
  if (road) return road.click()
  const target = targetOf(event.key)
  if (!target) return
  event.preventDefault()
  target.scrollIntoView({ block: 'center' })
  target.focus()
}

// Return sends a box of one sentence, though it shows two lines; elsewhere it takes Ctrl.
function sends (event, box) {
  return event.ctrlKey || (box.matches('[data-sends]') && !event.shiftKey && !event.isComposing)
}

function targetOf (key) {
  if (first[key]) return firstBox(document.querySelector(first[key]))
  if (key === 'n') return document.getElementById('next-case')
  if (key === 'g') return document.querySelector('[data-follow]')
  if (key === '?') return help()
  return null
}

function help () {
  document.querySelector('#keys')?.setAttribute('open', '')
  return document.querySelector('#keys summary')
}

// Says calmly what an action that is being written lacks; nothing is refused here.
function stillToSay (form) {
  const place = form?.querySelector('[data-missing]')
  if (!place) return
  const empty = (name) => !form.querySelector(`[name=${name}]`)?.value.trim()
  const lacks = [['risk_number', 'which risk it answers'], ['owner', 'who does it'], ['due_on', 'by when'],
    ['how_known', 'how it will be known']].filter(([name]) => empty(name)).map(([, words]) => words)
  place.hidden = empty('what') || !lacks.length
  place.textContent = `Still to say: ${lacks.join(', ')}.`
}

// The hearing has moved on, or other forms belong on the page now: go along, unless that would
// take away what is being typed. Somebody who looked back at an earlier case is left there.
function follow (fresh) {
  if (!fresh || anythingTyped() || isWaiting()) return
  const before = here
  here = { place: fresh.dataset.place, heard: fresh.dataset.heard }
  const followed = before.heard === location.pathname
  if (followed && here.heard && here.heard !== before.heard) return location.assign(here.heard)
  if (here.place !== before.place) location.reload()
}

function anythingTyped () {
  const boxes = 'main textarea, main input:not([type=hidden]):not([type=checkbox]):not([type=radio])'
  const forms = [...document.querySelectorAll('main form[data-kept-at]')]
  return forms.some((form) => form !== sent && isTyped(form)) ||
    [...document.querySelectorAll(boxes)].some((box) =>
      box.name && box.form !== sent && box.value !== box.defaultValue)
}

function tick () {
  document.querySelectorAll('[data-since]').forEach((place) => {
    const gone = Math.floor((Date.now() - Date.parse(place.dataset.since)) / 60000)
    place.textContent = gone < 1 ? 'just begun' : `${span(gone)} so far`
  })
  document.querySelectorAll('[data-pace]').forEach(pace)
}

// The clock of the agenda goes on while a case takes longer than it was planned for.
function pace (place) {
  const { due, ends, behind, from } = place.dataset
  const late = Math.round((Date.now() - Date.parse(due)) / 60000)
  const more = Math.max(0, late - Number(behind))
  if (!from || !more) return
  const minutes = Number(behind) + more
  const words = Math.abs(minutes) < 2 ? 'On time.' : `${span(Math.abs(minutes))} ${minutes > 0 ? 'behind' : 'ahead'}.`
  place.querySelector('[data-pace-words]').textContent = words
  const end = place.querySelector('[data-pace-end]')
  if (end) end.textContent = clockTime(Date.parse(ends) + more * 60000)
}

// So many minutes as a clock says them.
function span (minutes) {
  const parts = [[Math.floor(minutes / 60), 'hour'], [minutes % 60, 'minute']]
  return parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}

function clockTime (moment) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', minute: '2-digit', hour12: true })
  return parts.format(moment).replace(/\s/g, '')
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
