// The page on which an agenda is built: buttons and boxes send the list and put it back in place,
// arrow keys move a case and stay with it, and a case can be dragged. The plain form does the rest.
import { toSignIn } from './post.js'

const place = document.querySelector('[data-agenda]')
let dragged = null
let next = null // the button to press once the list has come back

if (place) {
  place.addEventListener('submit', (event) => {
    event.preventDefault()
    send(event.target, event.submitter)
  })
  place.addEventListener('change', (event) => {
    if (event.target.matches('input, select')) send(event.target.form, saveOf(event.target.form))
  })
  place.addEventListener('keydown', press)
  place.addEventListener('dragstart', begin)
  place.addEventListener('dragover', over)
  place.addEventListener('drop', drop)
  place.addEventListener('dragend', end)
  prepare()
}

// Up and down move the case whose button has the focus; the focus goes with it.
function press (event) {
  const button = event.target.closest('.app-row__move')
  const ways = { ArrowUp: 'up', ArrowDown: 'down' }
  if (!button || !ways[event.key] || event.ctrlKey || event.altKey || event.metaKey) return
  event.preventDefault()
  if (event.repeat) return
  const id = button.closest('[data-row]').dataset.row
  send(button.form, document.getElementById(ways[event.key] + '-' + id))
}

// What is pressed or typed while the list is on its way is kept, and sent after it.
async function send (form, button) {
  if (place.ariaBusy === 'true') {
    next = button.id || 'save-order'
    return
  }
  place.ariaBusy = 'true'
  const sent = valuesOf(form)
  try {
    const body = new FormData(form, button)
    const answer = await fetch(form.action, {
      method: 'POST', body, headers: { 'X-In-Place': '1' }, cache: 'no-store'
    })
    await show(answer, button.id, sent)
  } catch {
    say('This was not saved: the connection is interrupted. Try again.')
  }
  place.ariaBusy = 'false'
  const again = next && document.getElementById(next)
  next = null
  if (again) send(again.form, again)
}

async function show (answer, focus, sent) {
  if (answer.status === 401 || new URL(answer.url).pathname === '/sign-in') return toSignIn()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById('agenda-list')
  if (!fresh) return say('This was not saved. Load the page again.')
  const at = place.contains(document.activeElement) ? document.activeElement.id : ''
  const since = Object.entries(valuesOf(place)).filter(([id, value]) => value !== sent[id])
  place.replaceChildren(fresh)
  since.forEach(([id, value]) => {
    const box = document.getElementById(id)
    if (box) box.value = value
  })
  prepare()
  const wrong = fresh.querySelector('.govuk-input--error')
  const target = wrong || document.getElementById(at || focus) || fresh
  target.focus()
  const row = target.closest('[data-row]')
  say(answer.ok ? 'Saved. ' + (row ? row.dataset.said : '') : 'Not saved. See the message.')
}

function valuesOf (where) {
  const boxes = where.querySelectorAll('.app-row__box input, .app-row__box select')
  return Object.fromEntries([...boxes].map((box) => [box.id, box.value]))
}

function prepare () {
  place.querySelectorAll('[data-row]').forEach((row) => {
    row.draggable = Boolean(row.querySelector('.app-row__moves'))
  })
}

function begin (event) {
  if (!event.target.matches?.('[data-row]')) return
  dragged = event.target
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', dragged.dataset.number)
  dragged.classList.add('app-row--dragged')
}

function over (event) {
  const row = event.target.closest('[data-row]')
  if (!dragged || !row || !row.draggable) return
  event.preventDefault()
  mark(row)
}

function drop (event) {
  const row = event.target.closest('[data-row]')
  if (!dragged || !row || !row.draggable) return
  event.preventDefault()
  const id = dragged.dataset.row
  const box = document.getElementById('place-' + id)
  box.value = row.dataset.number
  document.getElementById('up-' + id).focus()
  send(box.form, saveOf(box.form))
}

function end () {
  dragged?.classList.remove('app-row--dragged')
  dragged = null
  mark(null)
}

function mark (row) {
  place.querySelectorAll('.app-row--over').forEach((each) => each.classList.remove('app-row--over'))
  row?.classList.add('app-row--over')
}

function saveOf (form) {
  return form.querySelector('#save-order')
}

function say (words) {
  let box = document.getElementById('agenda-said')
  if (!box) {
    box = document.createElement('p')
    box.id = 'agenda-said'
    box.className = 'app-live-status'
    box.setAttribute('role', 'status')
    document.body.append(box)
  }
  box.textContent = words
  clearTimeout(say.later)
  say.later = setTimeout(() => { box.textContent = '' }, 5000)
}
